package dev.pinbench.harness.hostchange;

import dev.pinbench.analysis.results.HostChange;
import dev.pinbench.harness.host.ProcText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the machine that no namespace holds, changed for a while. Before each change a journal is written, and a
 * process waits for the end of this program to put back what the journal holds: after {@link #close} as well as after a
 * {@code kill -9}. If that process is killed too, {@link #recover} does it at the next start.
 *
 * <p>Nothing is touched before the first {@link #set}. Not thread-safe.
 */
public final class HostChanges implements AutoCloseable {

    /** Where the journal lies: like the settings, it does not outlive the machine's restart. */
    public static final Path FOLDER = Path.of("/run/pinbench");

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path folder;
    private final Journal journal;
    private final Map<Path, Change> changes = new LinkedHashMap<>();
    private @Nullable Keeper keeper;

    private record Change(List<String> back, Set<String> during) {
        String before() {
            return back.get(back.size() - 1);
        }
    }

    /**
     * Changes nothing yet.
     *
     * @param folder of the journal, {@link #FOLDER} but in tests; made when it is needed
     */
    public HostChanges(Path folder) {
        this.folder = folder;
        this.journal = new Journal(folder);
    }

    /**
     * Writes {@code value} into a file of the kernel, and tells what that says then.
     *
     * @throws HostChangeException if it is not there, may not be written, or another run changes the machine
     */
    public String set(Path file, String value) throws IOException, InterruptedException {
        return set(file, value, List.of());
    }

    /**
     * As {@link #set(Path, String)}, for a setting whose value alone does not bring back all that depended on it.
     *
     * @param first values to write before the former one when it is put back
     */
    public String set(Path file, String value, List<String> first) throws IOException, InterruptedException {
        String present = read(file);
        Change known = changes.get(file);
        if (known == null && (!present.equals(value) || mayBegin())) {
            // even for what is so already: another run must not change it meanwhile
            begin();
            // another run may have put it back while this one waited for the lock
            present = read(file);
        }
        if (present.equals(value)) {
            if (known != null) {
                known.during().add(value);
            }
            return present;
        }
        if (known == null) {
            List<String> back = new ArrayList<>(first);
            back.add(present);
            known = new Change(List.copyOf(back), new LinkedHashSet<>());
            changes.put(file, known);
            journal.write(entries());
        }
        write(file, value);
        known.during().add(value);
        return read(file);
    }

    /** Puts one setting back for now; nothing if it was not changed. */
    public void undo(Path file) throws IOException {
        Change change = changes.get(file);
        if (change != null && !read(file).equals(change.before())) {
            for (String value : change.back()) {
                write(file, value);
            }
        }
    }

    /** What was changed since the beginning, in order. */
    public List<HostChange> made() {
        List<HostChange> made = new ArrayList<>();
        changes.forEach((file, change) ->
                made.add(new HostChange(file.toString(), change.before(), List.copyOf(change.during()))));
        return made;
    }

    private boolean mayBegin() {
        Path above = folder.toAbsolutePath().getParent();
        return above != null && Files.isWritable(above);
    }

    private void begin() throws IOException, InterruptedException {
        if (keeper != null) {
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (AccessDeniedException e) {
            throw new HostChangeException(
                    folder + ": may not be made; to change settings of this machine needs root", e);
        }
        Keeper started = lock();
        if (journal.exists()) {
            // Left by a run that was killed with its keeper: this one puts it back when it ends.
            started.close();
            if (journal.exists()) {
                throw new HostChangeException(journal.file() + ": settings that an earlier run changed could not be put"
                        + " back; write each value in it into its file, then remove it");
            }
            started = lock();
        }
        keeper = started;
    }

    private Keeper lock() throws IOException, InterruptedException {
        return Keeper.start(journal, PATIENCE)
                .orElseThrow(() -> new HostChangeException(
                        "another Pinbench changes settings of this machine now and" + " holds the lock on " + folder
                                + "; expected that only one does: run this when that has ended"));
    }

    private List<Journal.Entry> entries() {
        List<Journal.Entry> entries = new ArrayList<>();
        changes.forEach((file, change) -> change.back().forEach(value -> entries.add(new Journal.Entry(value, file))));
        return entries;
    }

    /**
     * Puts back what a run left that was killed together with the process that was to do so. Does nothing if there is
     * nothing, or while another run is under way.
     *
     * @return what was done, or could not be, one sentence each
     */
    public static List<String> recover(Path folder) throws IOException, InterruptedException {
        Journal journal = new Journal(folder);
        if (!journal.exists()) {
            return List.of();
        }
        if (!Files.isWritable(folder)) {
            return List.of(
                    "a run that was killed left settings of this machine changed; start pinbench as root once, to"
                            + " put them back");
        }
        List<Journal.Entry> entries = journal.read();
        Optional<Keeper> keeper = Keeper.start(journal, Duration.ZERO);
        if (keeper.isEmpty()) {
            return List.of();
        }
        keeper.get().close();
        Map<Path, String> wanted = new LinkedHashMap<>();
        entries.forEach(entry -> wanted.put(entry.into(), entry.value()));
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<Path, String> each : wanted.entrySet()) {
            sentences.add("a run that was killed had changed " + each.getKey() + ": "
                    + notBack(each.getKey(), each.getValue()).orElse("it is " + each.getValue() + " again"));
        }
        return sentences;
    }

    /** Puts everything back. */
    @Override
    public void close() throws IOException {
        if (keeper == null) {
            return;
        }
        keeper.close();
        keeper = null;
        List<String> failed = new ArrayList<>();
        for (Map.Entry<Path, Change> each : changes.entrySet()) {
            notBack(each.getKey(), each.getValue().before())
                    .ifPresent(reason -> failed.add(each.getKey() + ": " + reason));
        }
        if (!failed.isEmpty()) {
            throw new HostChangeException(
                    "settings of this machine could not be put back: " + String.join("; ", failed));
        }
    }

    /** Why a setting is not what it was; empty if it is, or if what it belongs to has gone. */
    private static Optional<String> notBack(Path file, String before) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String now = read(file);
            return now.equals(before) ? Optional.empty() : Optional.of("it is " + now + ", and was " + before);
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String read(Path file) throws IOException {
        try {
            return ProcText.read(file);
        } catch (NoSuchFileException e) {
            throw new HostChangeException(file + ": is not there", e);
        } catch (IOException e) {
            throw new HostChangeException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, String value) throws HostChangeException {
        try {
            Files.write(
                    file,
                    (value + "\n").getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (AccessDeniedException e) {
            throw new HostChangeException(file + ": may not be written; that needs root", e);
        } catch (IOException e) {
            throw new HostChangeException(file + ": the kernel refuses " + value + ": " + e.getMessage(), e, true);
        }
    }
}
