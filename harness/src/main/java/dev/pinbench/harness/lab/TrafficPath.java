package dev.pinbench.harness.lab;

import java.util.Arrays;

/** Who talks to whom; the label is the level of the path factor. The client comes first. */
public enum TrafficPath {
    NATIVE_TO_NATIVE("native-to-native", false, false),
    POD_TO_NATIVE("pod-to-native", true, false),
    NATIVE_TO_POD("native-to-pod", false, true),
    POD_TO_POD("pod-to-pod", true, true);

    private final String label;
    private final boolean clientInPod;
    private final boolean serverInPod;

    TrafficPath(String label, boolean clientInPod, boolean serverInPod) {
        this.label = label;
        this.clientInPod = clientInPod;
        this.serverInPod = serverInPod;
    }

    public String label() {
        return label;
    }

    /** Whether the client is in a pod rather than on its node. */
    public boolean clientInPod() {
        return clientInPod;
    }

    /** Whether the server is in a pod rather than on its node. */
    public boolean serverInPod() {
        return serverInPod;
    }

    /**
     * The path with this label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TrafficPath ofLabel(String label) {
        return Arrays.stream(values())
                .filter(path -> path.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no path is called " + label));
    }
}
