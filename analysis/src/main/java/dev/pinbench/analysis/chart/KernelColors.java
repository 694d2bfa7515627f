package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.KernelClass;
import java.awt.Color;

/** One colour for each class of kernel work, the same in every figure. */
final class KernelColors {
    private static final double PALE = 0.5;

    private KernelColors() {}

    static Color of(KernelClass kernelClass) {
        return switch (kernelClass) {
            case DATA_COPY -> Palette.of(0);
            case TCP_IP -> Palette.of(1);
            case NETFILTER -> Palette.of(2);
            case BRIDGE -> Palette.of(3);
            case VETH -> Palette.of(4);
            case VXLAN -> Palette.of(5);
            case NETWORK_DEVICE -> Palette.of(6);
            case SKB -> Palette.of(7);
            case MEMORY -> Palette.tint(Palette.of(0), PALE);
            case LOCKING -> Palette.tint(Palette.of(1), PALE);
            case SCHEDULING -> Palette.tint(Palette.of(2), PALE);
            case IRQ -> Palette.tint(Palette.of(3), PALE);
            case SYSTEM_CALL -> Palette.tint(Palette.of(4), PALE);
            case OTHER -> Palette.tint(Palette.SOFT_INK, 0.8);
            case USER -> Palette.tint(Palette.SOFT_INK, 0.35);
            case IDLE -> Palette.GRID;
        };
    }
}
