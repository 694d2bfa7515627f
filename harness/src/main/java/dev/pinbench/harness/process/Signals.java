package dev.pinbench.harness.process;

import java.time.Duration;
import java.util.List;

/** Signals beyond the two that Java can send. */
public final class Signals {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Signals() {}

    /**
     * Sends a signal to one process, by the shell's own kill: the program is in procps, which not every machine has.
     *
     * @param name without SIG: {@code STOP}
     * @throws CommandException if there is no such process, or it may not be told
     */
    public static void send(String name, long pid) throws CommandException, InterruptedException {
        Commands.runOrThrow(List.of("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", name, Long.toString(pid)), TIMEOUT);
    }
}
