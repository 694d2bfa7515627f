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
     * The core for the harness in a trial: the highest that is not measured (interrupts and the odd service tend to the
     * low ones), else the receiver's, because over veth devices receive processing runs on the sender's core
     * (netif_rx in net/core/dev.c enqueues to the backlog of the core it is called on), which leaves the receiver's core
     * the more idle one. What the harness takes of it is recorded either way.
     */
    int choose(Set<Integer> measured, int receiverCore) {
        return allowed.descendingSet().stream()
                .filter(core -> !measured.contains(core))
                .findFirst()
                .orElse(receiverCore);
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
