package dev.pinbench.harness.targets;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is looked at from the inside: a process, a network namespace by name, or a container. */
public sealed interface Target {
    /** How targets are written, for messages. */
    String FORMS = "pid:N, netns:NAME, docker:NAME, podman:NAME or crictl:ID";

    /** The namespaces of a process. */
    record Pid(int number) implements Target {}

    /** A network namespace that {@code ip netns} knows: a file in {@code /run/netns}. */
    record Netns(String name) implements Target {}

    /** A container of a container engine, by name or id. */
    record Container(Engine engine, String name) implements Target {}

    /**
     * Reads a target; a bare number is a process.
     *
     * @return empty if {@code text} is none of {@link #FORMS}
     */
    static Optional<Target> parse(String text) {
        Matcher matcher = Words.TARGET.matcher(text);
        if (!matcher.matches()) {
            return Words.pid(text);
        }
        String name = matcher.group(2);
        return switch (matcher.group(1)) {
            case "pid" -> Words.pid(name);
            case "netns" ->
                name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")
                        ? Optional.empty()
                        : Optional.of(new Netns(name));
            default -> Engine.named(matcher.group(1)).map(engine -> new Container(engine, name));
        };
    }

    /** The grammar. */
    final class Words {
        private static final Pattern TARGET = Pattern.compile("([a-z]+):(.+)", Pattern.DOTALL);
        private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

        private Words() {}

        private static Optional<Target> pid(String digits) {
            return NUMBER.matcher(digits).matches() ? Optional.of(new Pid(Integer.parseInt(digits))) : Optional.empty();
        }
    }
}
