package dev.pinbench.harness.existing;

import dev.pinbench.harness.targets.Target;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Between which places that exist already is to be measured.
 *
 * @param client {@link #NATIVE}, or a target as {@link Target#FORMS} says
 * @param server the same
 * @param serverAddress IPv4 address under which the client reaches the server; {@code null} lets it be found
 */
public record Endpoints(
        String client, String server, @Nullable String serverAddress) {

    /** The network namespace that Pinbench is in. */
    public static final String NATIVE = "native";

    /** The level of every factor that is the lab's to choose. */
    public static final String LEVEL = "existing";

    /** The level of the path factor: {@code docker:web-to-native}. */
    public String path() {
        return client + "-to-" + server;
    }

    /** The target that {@code at} names; empty for {@link #NATIVE}. */
    static Optional<Target> target(String at) {
        return at.equals(NATIVE)
                ? Optional.empty()
                : Optional.of(Target.parse(at)
                        .orElseThrow(() -> new IllegalArgumentException("no endpoint is called " + at)));
    }
}
