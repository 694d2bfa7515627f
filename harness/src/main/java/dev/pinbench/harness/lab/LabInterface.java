package dev.pinbench.harness.lab;

/** One interface in one namespace of the lab. */
public record LabInterface(LabNamespace namespace, String name) {

    /** {@code namespace/interface}: how records name it. */
    public String label() {
        return namespace.name() + "/" + name;
    }
}
