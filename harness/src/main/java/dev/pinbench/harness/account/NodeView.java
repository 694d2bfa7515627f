package dev.pinbench.harness.account;

import org.jspecify.annotations.Nullable;

/**
 * One node as different monitors see it; received and sent bytes together.
 *
 * @param node name of the node
 * @param allInterfacesBytes over all its interfaces but lo, as cAdvisor and Container Insights add them up
 * @param wireBytes over the interfaces to other nodes, as a cloud's NetworkIn and NetworkOut count them
 * @param podBytes what its pod on the path counts itself; {@code null} if none is on the path
 */
public record NodeView(
        String node,
        long allInterfacesBytes,
        long wireBytes,
        @Nullable Long podBytes) {

    /** How often each byte of the pod is in the sum over all interfaces; {@code null} without a pod or its bytes. */
    public @Nullable Double ratio() {
        return podBytes == null || podBytes == 0 ? null : allInterfacesBytes / (double) podBytes;
    }
}
