package dev.pinbench.analysis.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/**
 * A run directory on disk. A trial is written into a temporary folder, flushed, then renamed, so that it is there whole
 * or not at all; {@code trials.csv} is derived from the trials and can be made again at any time.
 *
 * <p>One writer at a time; readers may look on.
 */
public final class RunDirectory {
    /** Version of the format that this program writes; it reads this one and older ones. */
    public static final int SCHEMA_VERSION = 1;

    /** Name of the file of {@link ProbeShares} in the folder of a trial. */
    public static final String PROBE_SHARES = "probe.json";

    private static final String MANIFEST = "run.json";
    private static final String TRIALS = "trials";
    private static final String TRIALS_CSV = "trials.csv";
    private static final String TRIAL = "trial.json";
    private static final Pattern TRIAL_FOLDER = Pattern.compile("\\d{4,9}");
    private static final Pattern ABANDONED_FOLDER = Pattern.compile("\\.\\d{4,9}\\.tmp");

    private final Path path;
    private RunManifest manifest;

    private RunDirectory(Path path, RunManifest manifest) {
        this.path = path;
        this.manifest = manifest;
    }

    /**
     * Makes a new run directory.
     *
     * @throws RunDirectoryException if {@code path} exists and is not an empty folder
     * @throws IOException if it cannot be written
     */
    public static RunDirectory create(Path path, RunManifest manifest) throws IOException {
        requireUnused(path);
        Files.createDirectories(path.resolve(TRIALS));
        DurableFiles.replace(path.resolve(TRIALS_CSV), TrialsCsv.header());
        DurableFiles.replace(path.resolve(MANIFEST), Json.write(manifest));
        return new RunDirectory(path, manifest);
    }

    /**
     * Checks that {@link #create} could take {@code path}, without touching it.
     *
     * @throws RunDirectoryException if it exists and is not an empty folder
     */
    public static void requireUnused(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new RunDirectoryException(path + " exists and is not a folder; name another with --out");
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw new RunDirectoryException(
                        path + " is not empty; name another with --out, or use `pinbench resume` to finish a run");
            }
        }
    }

    /**
     * Opens an existing run directory.
     *
     * @throws RunDirectoryException if it is not one, is damaged, or was written by a newer program
     * @throws IOException if it cannot be read
     */
    public static RunDirectory open(Path path) throws IOException {
        Path file = path.resolve(MANIFEST);
        JsonNode tree = readTree(path, file);
        JsonNode version = tree.get("schemaVersion");
        if (version == null || !version.isInt()) {
            throw new RunDirectoryException(file + " has no schemaVersion, so " + path + " is not a Pinbench run");
        }
        requireReadable(file, version.intValue());
        try {
            return new RunDirectory(path, Json.mapper().treeToValue(tree, RunManifest.class));
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    public Path path() {
        return path;
    }

    public RunManifest manifest() {
        return manifest;
    }

    /** Writes the status into {@code run.json}. */
    public void updateStatus(RunStatus status) throws IOException {
        if (manifest.status() != status) {
            manifest = manifest.withStatus(status);
            DurableFiles.replace(path.resolve(MANIFEST), Json.write(manifest));
        }
    }

    /** Writes the settings of the machine that the run changes into {@code run.json}. */
    public void updateHostChanges(List<HostChange> changes) throws IOException {
        if (!manifest.hostChanges().equals(changes)) {
            manifest = manifest.withHostChanges(changes);
            DurableFiles.replace(path.resolve(MANIFEST), Json.write(manifest));
        }
    }

    /**
     * Writes a trial, whole or not at all, and its row in {@code trials.csv}.
     *
     * @param attachments further files of the trial by name, such as iperf3's own output
     */
    public void writeTrial(TrialRecord trial, Frames frames, Map<String, byte[]> attachments) throws IOException {
        String name = String.format(Locale.ROOT, "%04d", trial.trial());
        Path folder = path.resolve(TRIALS).resolve(name);
        Path temporary = path.resolve(TRIALS).resolve("." + name + ".tmp");
        DurableFiles.deleteFolder(temporary);
        try {
            Files.createDirectory(temporary);
            for (Map.Entry<String, byte[]> attachment : attachments.entrySet()) {
                DurableFiles.write(temporary.resolve(attachment.getKey()), attachment.getValue());
            }
            DurableFiles.write(temporary.resolve("cpu.csv.gz"), to -> FrameTables.cpu(frames.cpu(), to));
            DurableFiles.write(temporary.resolve("irq.csv.gz"), to -> FrameTables.irq(frames.irq(), to));
            DurableFiles.write(temporary.resolve("task.csv.gz"), to -> FrameTables.task(frames.task(), to));
            DurableFiles.write(temporary.resolve("net.csv.gz"), to -> FrameTables.net(frames.net(), to));
            DurableFiles.write(
                    temporary.resolve("frames.json"),
                    Json.write(new FrameNotes(SCHEMA_VERSION, frames.missedDeadlines(), frames.gaps())));
            DurableFiles.write(temporary.resolve(TRIAL), Json.write(trial));
            DurableFiles.flushFolder(temporary);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.flushFolder(path.resolve(TRIALS));
        } catch (IOException | RuntimeException e) {
            DurableFiles.deleteFolder(temporary);
            throw e;
        }
        DurableFiles.append(path.resolve(TRIALS_CSV), TrialsCsv.row(trial));
    }

    /** Every trial that has a record, in ascending order of its number. */
    public List<TrialRecord> trials() throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path.resolve(TRIALS))) {
            for (Path entry : entries) {
                if (TRIAL_FOLDER.matcher(entry.getFileName().toString()).matches()) {
                    folders.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new RunDirectoryException(path.resolve(TRIALS) + " is missing, so the run is damaged", e);
        }
        List<TrialRecord> trials = new ArrayList<>();
        for (Path folder : folders) {
            trials.add(readRecord(folder.resolve(TRIAL), TrialRecord.class));
        }
        trials.sort(Comparator.comparingInt(TrialRecord::trial));
        return List.copyOf(trials);
    }

    /** Whether the trial has a record. */
    public boolean hasTrial(int trial) {
        return Files.exists(trialFolder(trial).resolve(TRIAL));
    }

    /**
     * The frames of one trial.
     *
     * @throws RunDirectoryException if a table is missing or damaged; names the file and the line
     */
    public Frames frames(int trial) throws IOException {
        Path folder = trialFolder(trial);
        FrameNotes notes = readRecord(folder.resolve("frames.json"), FrameNotes.class);
        return new Frames(
                read(folder.resolve("cpu.csv.gz"), FrameTables::readCpu),
                read(folder.resolve("irq.csv.gz"), FrameTables::readIrq),
                read(folder.resolve("task.csv.gz"), FrameTables::readTask),
                read(folder.resolve("net.csv.gz"), FrameTables::readNet),
                notes.missedDeadlines(),
                notes.gaps());
    }

    /**
     * Of the frames of one trial the rows of some CPUs and of one interface, and nothing else: with hundreds of CPUs, hours
     * take more memory than there is.
     *
     * @throws RunDirectoryException if a table is missing or damaged; names the file and the line
     */
    public Frames frames(int trial, Set<Integer> cpus, InterfaceName net) throws IOException {
        Path folder = trialFolder(trial);
        FrameNotes notes = readRecord(folder.resolve("frames.json"), FrameNotes.class);
        return new Frames(
                read(folder.resolve("cpu.csv.gz"), gzip -> FrameTables.readCpu(gzip, row -> cpus.contains(row.cpu()))),
                List.of(),
                List.of(),
                read(
                        folder.resolve("net.csv.gz"),
                        gzip -> FrameTables.readNet(
                                gzip,
                                row -> row.namespace().equals(net.namespace())
                                        && row.interfaceName().equals(net.interfaceName()))),
                notes.missedDeadlines(),
                notes.gaps());
    }

    /**
     * Which kernel functions the measured cores were found in during one trial; empty if no profile was taken.
     *
     * @throws RunDirectoryException if it is damaged or only a part of it is there; names the file and the line
     */
    public Optional<KernelProfile> kernelProfile(int trial) throws IOException {
        Path table = trialFolder(trial).resolve(KernelProfile.TABLE_FILE);
        Path stacks = trialFolder(trial).resolve(KernelProfile.STACKS_FILE);
        if (!Files.exists(table) && !Files.exists(stacks)) {
            return Optional.empty();
        }
        List<KernelProfile.Row> rows = read(table, KernelProfileFiles::readTable);
        return Optional.of(new KernelProfile(rows, read(stacks, KernelProfileFiles::readFolded)));
    }

    /**
     * The rows of the exact probe, or empty if it did not run in this trial.
     *
     * @throws RunDirectoryException if the table is damaged; names the file and the line
     */
    public Optional<List<ProbeRow>> probe(int trial) throws IOException {
        Path file = trialFolder(trial).resolve(ProbeTable.FILE);
        return Files.exists(file) ? Optional.of(read(file, ProbeTable::read)) : Optional.empty();
    }

    /**
     * What the exact probe saw in the measured window, or empty if it did not run in this trial.
     *
     * @throws RunDirectoryException if the file is damaged or was written by a newer program
     */
    public Optional<ProbeShares> probeShares(int trial) throws IOException {
        Path file = trialFolder(trial).resolve(PROBE_SHARES);
        return Files.exists(file) ? Optional.of(readRecord(file, ProbeShares.class)) : Optional.empty();
    }

    /**
     * The interfaces that packets of a trial cross, or empty if that was not recorded, as before there was such a file.
     *
     * @throws RunDirectoryException if the file is damaged or was written by a newer program
     */
    public Optional<TrialPath> trialPath(int trial) throws IOException {
        Path file = trialFolder(trial).resolve(TrialPath.FILE);
        return Files.exists(file) ? Optional.of(readRecord(file, TrialPath.class)) : Optional.empty();
    }

    /** A file that was stored with a trial, or empty if there is none of that name. */
    public Optional<byte[]> attachment(int trial, String name) throws IOException {
        Path file = trialFolder(trial).resolve(name);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Makes {@code trials.csv} again from the trials, and removes what a crash left half-written. */
    public void repair() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path.resolve(TRIALS))) {
            for (Path entry : entries) {
                if (ABANDONED_FOLDER.matcher(entry.getFileName().toString()).matches()) {
                    DurableFiles.deleteFolder(entry);
                }
            }
        }
        rewriteTrialsCsv();
    }

    /** Makes {@code trials.csv} again from the trials. */
    public void rewriteTrialsCsv() throws IOException {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        csv.writeBytes(TrialsCsv.header());
        for (TrialRecord trial : trials()) {
            csv.writeBytes(TrialsCsv.row(trial));
        }
        DurableFiles.replace(path.resolve(TRIALS_CSV), csv.toByteArray());
    }

    /** Writes or replaces a file at the top of the run directory, such as {@code analysis.json}. */
    public void writeTopLevel(String name, byte[] content) throws IOException {
        DurableFiles.replace(path.resolve(name), content);
    }

    private record FrameNotes(int schemaVersion, int missedDeadlines, List<String> gaps) {}

    @FunctionalInterface
    private interface TableReader<T> {
        T read(byte[] gzip) throws IOException;
    }

    private Path trialFolder(int trial) {
        return path.resolve(TRIALS).resolve(String.format(Locale.ROOT, "%04d", trial));
    }

    private static <T> T read(Path file, TableReader<T> reader) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new RunDirectoryException(file + " is missing, so the trial is damaged", e);
        }
        try {
            return reader.read(bytes);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private <T> T readRecord(Path file, Class<T> type) throws IOException {
        JsonNode tree = readTree(path, file);
        JsonNode version = tree.get("schemaVersion");
        if (version == null || !version.isInt()) {
            throw new RunDirectoryException(file + " is damaged: it has no schemaVersion");
        }
        requireReadable(file, version.intValue());
        try {
            return Json.mapper().treeToValue(tree, type);
        } catch (JacksonException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    private static JsonNode readTree(Path run, Path file) throws IOException {
        if (!Files.isDirectory(run)) {
            throw new RunDirectoryException(run + " is not a Pinbench run directory: there is no such folder");
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new RunDirectoryException(
                    run + " is not a Pinbench run directory: there is no " + run.relativize(file), e);
        }
        try {
            return Json.mapper().readTree(bytes);
        } catch (JacksonException e) {
            throw damaged(file, e);
        }
    }

    private static void requireReadable(Path file, int version) throws RunDirectoryException {
        if (version > SCHEMA_VERSION) {
            throw new RunDirectoryException(file + " has format version " + version + ", this Pinbench reads up to "
                    + SCHEMA_VERSION + "; use a newer Pinbench");
        }
    }

    private static RunDirectoryException damaged(Path file, Exception cause) {
        String reason = cause instanceof JacksonException json ? describe(json) : String.valueOf(cause.getMessage());
        return new RunDirectoryException(file + " is damaged: " + reason, cause);
    }

    /** With the line where the text is wrong, or the key where only its meaning is. */
    private static String describe(JacksonException json) {
        TokenStreamLocation location = json.getLocation();
        if (location != null && location.getLineNr() > 0) {
            return "line " + location.getLineNr() + ": " + json.getOriginalMessage();
        }
        String key = json.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
        return key.isEmpty() ? json.getOriginalMessage() : key + ": " + json.getOriginalMessage();
    }
}
