package dev.pinbench.harness.run;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the harness's own threads on one core: one that is not measured, where there is such a core. Processes that are
 * started inherit it until they pin themselves.
 */
final class Housekeeping {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TreeSet<Integer> allowed;
    private int current = -1;

    Housekeeping(List<Integer> allowed) {
        this.allowed = new TreeSet<>(allowed);
    }

    /**
     * The core for the harness in a trial: the highest that is not measured (irqs and boot-time work tend to the low
     * ones), else the client's, since the receiving side is more often the bottleneck. Its share is recorded either way.
     */
    int choose(Set<Integer> measured, int clientCore) {
        return allowed.descendingSet().stream()
                .filter(core -> !measured.contains(core))
                .findFirst()
                .orElse(clientCore);
    }

    /** Moves every thread of this program, those of the virtual machine included. */
    void moveTo(int core) throws CommandException, InterruptedException {
        if (core != current) {
            Commands.runOrThrow(
                    List.of(
                            "taskset",
                            "-a",
                            "-c",
                            "-p",
                            Integer.toString(core),
                            Long.toString(ProcessHandle.current().pid())),
                    TIMEOUT);
            current = core;
        }
    }
}
