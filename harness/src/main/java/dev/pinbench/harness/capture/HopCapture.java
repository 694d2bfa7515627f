package dev.pinbench.harness.capture;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was captured at one hop.
 *
 * @param namespace name of its namespace
 * @param interfaceName its name
 * @param towardsServer TCP to the server's port, in a tunnel or not
 * @param towardsClient TCP from the server's port
 * @param other all else
 * @param lost packets that the kernel dropped because tcpdump was too slow for them: every count is then a lower bound
 * @param file where the packets are kept; {@code null} if they are not
 */
public record HopCapture(
        String namespace,
        String interfaceName,
        DirectionCount towardsServer,
        DirectionCount towardsClient,
        DirectionCount other,
        long lost,
        @Nullable Path file) {

    /** {@code namespace/interface}. */
    public String label() {
        return namespace + "/" + interfaceName;
    }
}
