package dev.pinbench.harness.lab;

import java.util.List;

/** An endpoint in a namespace that the lab made or adopted. */
public record LabEndpoint(LabNamespace namespace, Host host, String address, String interfaceName) implements Endpoint {

    @Override
    public String name() {
        return namespace.name();
    }

    @Override
    public List<String> command(List<String> argv) {
        return namespace.command(argv);
    }

    @Override
    public long anchorPid() {
        return namespace.anchorPid();
    }
}
