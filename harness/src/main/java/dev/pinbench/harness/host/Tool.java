package dev.pinbench.harness.host;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program that Pinbench runs.
 *
 * @param name how it is called
 * @param debianPackage the package that has it on Debian and Ubuntu
 * @param required whether no measurement goes without it
 * @param purpose what it is for
 * @param path where it is; {@code null} if it is not installed
 * @param version what it says of itself; {@code null} if it says nothing that reads like a version
 */
public record Tool(
        String name,
        String debianPackage,
        boolean required,
        String purpose,
        @Nullable Path path,
        @Nullable String version) {

    /** Whether it is installed. */
    public boolean isPresent() {
        return path != null;
    }
}
