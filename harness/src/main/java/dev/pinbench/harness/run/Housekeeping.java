package dev.pinbench.harness.run;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps the harness's own threads on one core: one that is not measured, where there is such a core. Processes that are
 * started inherit it until they pin themselves. Closing lets the threads go where they could before: statistics and
 * charts have all cores for themselves.
 */
final class Housekeeping implements AutoCloseable {
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TreeSet<Integer> allowed;
    private final String before;
    private int current = -1;

    /**
     * @param allowed the cores to choose from
     * @throws IOException if the kernel does not say on which cores this program may run now
     */
    Housekeeping(List<Integer> allowed) throws IOException {
        this.allowed = new TreeSet<>(allowed);
        this.before = allowedNow();
    }

    private static String allowedNow() throws IOException {
        Path status = Path.of("/proc/self/status");
        for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
            if (line.startsWith(ALLOWED)) {
                return line.substring(ALLOWED.length()).strip();
            }
        }
        throw new IOException(status + ": has no line " + ALLOWED + " which every kernel writes");
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
            pin(Integer.toString(core));
            current = core;
        }
    }

    /**
     * taskset lists the threads, then moves one after the other, and stops at one that has ended in between, as the virtual
     * machine's idle compiler threads do. It would leave the later ones where they were, so the list is gone through again.
     */
    private static void pin(String cores) throws CommandException, InterruptedException {
        List<String> argv = List.of(
                "taskset",
                "-a",
                "-c",
                "-p",
                cores,
                Long.toString(ProcessHandle.current().pid()));
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        boolean moved = false;
        while (!moved) {
            try {
                Commands.runOrThrow(argv, TIMEOUT);
                moved = true;
            } catch (CommandException e) {
                if (!threadHadEnded(e) || System.nanoTime() >= deadline) {
                    throw e;
                }
            }
        }
    }

    private static boolean threadHadEnded(CommandException e) {
        return e.result()
                .map(result -> result.stderr().contains("No such process"))
                .orElse(false);
    }

    @Override
    public void close() throws CommandException {
        if (current < 0) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            pin(before);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
