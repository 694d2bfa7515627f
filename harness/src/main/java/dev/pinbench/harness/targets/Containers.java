package dev.pinbench.harness.targets;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.MissingToolException;
import dev.pinbench.harness.process.Printable;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Asks a container engine for the first process of a container. */
final class Containers {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern UNKNOWN = Pattern.compile("(?i)no such|not found|could not find|no container with");

    private Containers() {}

    static int pid(Target.Container container) throws TargetException, NamespaceException, InterruptedException {
        Engine engine = container.engine();
        List<String> argv = engine.command(container.name());
        try {
            return pid(container, Commands.run(argv, TIMEOUT));
        } catch (MissingToolException e) {
            throw new NamespaceException("missing: " + engine.program() + "; it comes with " + engine.mend());
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /** Reads the engine's answer. */
    static int pid(Target.Container container, CommandResult result) throws TargetException, NamespaceException {
        String label = container.engine().program() + ":" + Printable.escape(container.name());
        if (result.exitCode() != 0) {
            String said = Printable.escape(result.stderr()
                    .lines()
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("no words on standard error")
                    .strip());
            if (UNKNOWN.matcher(said).find() && !said.contains("docker.sock")) {
                throw new TargetException(label + ": there is no such container");
            }
            throw new NamespaceException(label + ": " + container.engine().program() + " says: " + said);
        }
        String digits = result.stdout().strip();
        if (digits.equals("0")) {
            throw new TargetException(label + ": does not run, so it has no network; start it first");
        }
        if (!digits.matches("[1-9][0-9]{0,8}")) {
            throw new NamespaceException(label + ": expected a process id of "
                    + container.engine().program() + ", but found " + Printable.escape(digits));
        }
        return Integer.parseInt(digits);
    }
}
