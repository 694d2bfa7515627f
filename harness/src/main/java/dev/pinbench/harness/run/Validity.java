package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TrialMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges a trial that ended well: what makes its numbers unusable, and what a reader should merely know.
 *
 * @param invalidReasons one sentence each; empty if the trial is valid
 * @param flags one sentence each
 */
record Validity(List<String> invalidReasons, List<String> flags) {
    private static final double STEAL_FLAG = 0.01;
    private static final double STEAL_INVALID = 0.05;

    /**
     * Payload is less than what arrives, but the window leaves out up to two frames at the edges, in which traffic may have
     * been faster.
     */
    private static final double MOST_GOODPUT_PER_RECEIVED = 1.25;

    /** An Ethernet frame holds its IP packet and 14 bytes of header; a margin keeps VLAN tags and the like out. */
    private static final int HEADER_MARGIN_BYTES = 64;

    static Validity judge(List<String> notInForce, TrialMetrics metrics, Frames frames, int mtuBytes) {
        List<String> invalid = new ArrayList<>(notInForce);
        List<String> flags = new ArrayList<>();
        Integer inWindow = metrics.framesInWindow();
        if (inWindow == null || inWindow == 0) {
            invalid.add("no frame lies in the measured window");
        }
        Double goodput = metrics.goodputBps();
        Double received = metrics.interfaceRxBps();
        if (goodput != null && received != null && goodput > MOST_GOODPUT_PER_RECEIVED * received) {
            invalid.add(String.format(
                    Locale.ROOT,
                    "iperf3 counted %.2f times the bits that arrived at the interface in the measured window",
                    goodput / received));
        }
        Double steal = metrics.stealShareMax();
        if (steal != null && steal > STEAL_INVALID) {
            invalid.add(
                    String.format(Locale.ROOT, "the hypervisor took %.1f %% of a core, more than 5 %%", steal * 100));
        } else if (steal != null && steal > STEAL_FLAG) {
            flags.add(String.format(Locale.ROOT, "the hypervisor took %.1f %% of a core", steal * 100));
        }
        Double bytesPerPacket = metrics.bytesPerPacket();
        if (bytesPerPacket != null && bytesPerPacket > mtuBytes + HEADER_MARGIN_BYTES) {
            flags.add(String.format(
                    Locale.ROOT,
                    "super-packets: %.0f bytes per packet at an MTU of %d, so the segment size was not that of the packets",
                    bytesPerPacket,
                    mtuBytes));
        }
        if (frames.missedDeadlines() > 0) {
            flags.add(frames.missedDeadlines() + " frames were due but not taken");
        }
        flags.addAll(frames.gaps());
        return new Validity(List.copyOf(invalid), List.copyOf(flags));
    }
}
