package dev.pinbench.harness.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which kinds of lab the user who runs the tests can make: both as root, only the rootless one otherwise. */
public final class LabModes {

    private LabModes() {}

    /** Values for {@link Lab#open(boolean)}. */
    public static List<Boolean> available() {
        return isRoot() ? List.of(false, true) : List.of(true);
    }

    /** The value that a plain run would use. */
    public static boolean preferred() {
        return available().get(0);
    }

    /** Whether the tests run as root. */
    public static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new IllegalStateException("/proc/self has no owner", e);
        }
    }
}
