package dev.pinbench.harness.hostchange;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A process that puts settings back as soon as this program has ended, however it ends: it reads a pipe whose only writer
 * is this program, and at the pipe's end writes what the journal says and removes its folder. It holds a lock on that
 * meanwhile, so that no two runs change one machine.
 */
final class Keeper implements AutoCloseable {
    private static final int LOCKED = 75;
    private static final String READY = "ready";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /**
     * The journal has a title, the boot, and lines of value, tabulator and file; that of an earlier boot is of no use, since
     * settings do not outlive it. A file that has gone needs nothing. Of one that does not take its value the name is printed, and the journal stays for the next start. Signals that are meant
     * for the program, and the end of who reads what is printed, must not keep it from going on. Who waited for the lock may get
     * it on a folder that was removed meanwhile, and then begins anew.
     */
    private static final String SCRIPT = """
            trap '' HUP INT PIPE TERM
            tab=$(printf '\\t')
            while :; do
                [ -d "$3" ] || mkdir -m 700 "$3" || [ -d "$3" ] || exit 1
                command exec 9<"$3" || { [ -d "$3" ] && exit 1; continue; }
                flock --timeout "$4" --conflict-exit-code "$5" 9 || exit
                [ "$3" -ef /proc/self/fd/9 ] && break
            done
            trap 'rm -f "$1.tmp"; rmdir "$3" 2>/dev/null' EXIT
            echo ready
            while read -r line; do :; done
            [ -f "$1" ] || exit 0
            failed=0
            {
                read -r title
                [ "$title" = "$2" ] || exit 1
                read -r boot
                read -r now </proc/sys/kernel/random/boot_id
                [ "$boot" = "$now" ] || { rm -f "$1"; exit 0; }
                while IFS=$tab read -r value file; do
                    [ -e "$file" ] || continue
                    printf '%s\\n' "$value" >"$file" || { failed=1; printf '%s\\n' "$file"; }
                done
            } <"$1"
            [ "$failed" = 0 ] || exit 1
            rm -f "$1"
            """;

    private final RunningProcess process;

    private Keeper(RunningProcess process) {
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param journal read at the end; its folder is made if it is not there
     * @param patience how long to wait for another's end
     * @return empty if another holds the lock still
     */
    static Optional<Keeper> start(Journal journal, Duration patience) throws HostChangeException, InterruptedException {
        List<String> argv = List.of(
                "setsid",
                "sh",
                "-c",
                SCRIPT,
                "pinbench-keeper",
                journal.file().toString(),
                Journal.TITLE,
                journal.folder().toString(),
                Long.toString(patience.toSeconds()),
                Integer.toString(LOCKED));
        RunningProcess process = null;
        try {
            process = RunningProcess.start(argv, RunningProcess.Stdin.PIPE);
            if (process.awaitStdout(text -> text.contains(READY), patience.plus(START_TIMEOUT))) {
                Keeper keeper = new Keeper(process);
                process = null;
                return Optional.of(keeper);
            }
            if (process.waitFor(START_TIMEOUT) && process.exitCode() == LOCKED) {
                return Optional.empty();
            }
            throw new HostChangeException("what is to put settings of this machine back did not start: "
                    + (process.isAlive()
                            ? "the lock was neither had nor refused"
                            : Printable.escape(process.stderrText().strip())));
        } catch (CommandException e) {
            throw new HostChangeException(
                    "what is to put settings of this machine back did not start: " + e.getMessage(), e);
        } finally {
            if (process != null) {
                process.close();
            }
        }
    }

    /** Lets it put everything back; returns when that is done. */
    void putBack() throws IOException, InterruptedException {
        process.stdin().close();
        if (!process.waitFor(END_TIMEOUT)) {
            throw new HostChangeException("settings of this machine were not put back in time");
        }
    }

    /** Ends it as {@link #putBack} does, unless that was called. */
    @Override
    public void close() throws IOException {
        boolean interrupted = Thread.interrupted();
        try (process) {
            putBack();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
