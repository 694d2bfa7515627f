package dev.pinbench.analysis.results;

/**
 * One interrupt row on one CPU in one frame; only increases above zero are kept.
 *
 * @param time when the frame was taken
 * @param cpu logical CPU number
 * @param irq the row's name in {@code /proc/interrupts}: a number or an architecture's own name such as {@code RES}
 * @param increase interrupts since the frame before
 */
public record IrqRow(FrameTime time, int cpu, String irq, long increase) {}
