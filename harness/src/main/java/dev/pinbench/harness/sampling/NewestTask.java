package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which number the kernel has given to a task most recently: the last field of loadavg (fs/proc/loadavg.c). */
final class NewestTask {
    private static final int WORDS_BEFORE = 4;

    private final Path loadavg;
    private final boolean numbersAreOurs;

    NewestTask(Path procRoot) {
        this.loadavg = procRoot.resolve("loadavg");
        this.numbersAreOurs = numbersOwnNamespace(procRoot);
    }

    /** loadavg tells of the reader's PID namespace, the folders are those of the namespace of the mount. */
    private static boolean numbersOwnNamespace(Path procRoot) {
        try {
            return Files.readSymbolicLink(procRoot.resolve("self"))
                    .toString()
                    .equals(Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Reads it by way of {@code text}; {@link Counters#MISSING} where it is not told, or is of another PID namespace. */
    long read(KernelText text) {
        if (!numbersAreOurs) {
            return Counters.MISSING;
        }
        try (KernelFile file = KernelFile.openRecord(loadavg)) {
            file.read(text);
            for (int word = 0; word < WORDS_BEFORE; word++) {
                text.skipWord();
            }
            long number = text.tryDecimal();
            return number == KernelText.NOT_A_NUMBER ? Counters.MISSING : number;
        } catch (IOException e) {
            return Counters.MISSING;
        }
    }
}
