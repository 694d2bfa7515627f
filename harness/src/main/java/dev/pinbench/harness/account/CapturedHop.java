package dev.pinbench.harness.account;

import dev.pinbench.harness.capture.HopCapture;
import java.util.List;

/**
 * What was captured at one hop, beside its counters.
 *
 * @param capture what was captured
 * @param differences where the interface counted something else; empty if it counted the same
 */
public record CapturedHop(HopCapture capture, List<CaptureDifference> differences) {

    public CapturedHop {
        differences = List.copyOf(differences);
    }
}
