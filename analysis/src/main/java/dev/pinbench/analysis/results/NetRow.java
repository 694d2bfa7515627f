package dev.pinbench.analysis.results;

/**
 * One interface of one namespace in one frame: increases since the frame before, from that namespace's
 * {@code /proc/net/dev}.
 *
 * @param time when the frame was taken
 * @param namespace name of the node or pod
 * @param interfaceName name of the interface
 */
public record NetRow(
        FrameTime time,
        String namespace,
        String interfaceName,
        long rxBytes,
        long rxPackets,
        long rxDropped,
        long txBytes,
        long txPackets,
        long txDropped) {}
