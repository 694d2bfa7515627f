package dev.pinbench.harness.account;

import dev.pinbench.harness.capture.CaptureRequest;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import org.jspecify.annotations.Nullable;

/**
 * What to draw a balance of.
 *
 * @param key the topology to build
 * @param path who talks to whom
 * @param bytes payload that iperf3 is to send
 * @param capture how to capture the packets meanwhile; {@code null} if they are not to be captured
 */
public record AccountOptions(
        TopologyKey key,
        TrafficPath path,
        long bytes,
        @Nullable CaptureRequest capture) {}
