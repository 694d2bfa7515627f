package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads where the threads of a process are allowed to run, from {@code /proc/<pid>/task/<tid>/status}. */
public final class PlacementReader {

    private static final byte[] ALLOWED = "Cpus_allowed_list:".getBytes(StandardCharsets.US_ASCII);

    private final Path procRoot;

    /** Reads from where the proc file system is mounted. */
    public PlacementReader(Path procRoot) {
        this.procRoot = procRoot;
    }

    /**
     * Every thread of {@code pid}, by thread id. Threads that end while this reads are left out.
     *
     * @throws IOException if the process is not there, or a file does not say what it should; names the file
     */
    public List<ThreadPlacement> read(long pid) throws IOException {
        Path tasks = procRoot.resolve(pid + "/task");
        List<ThreadPlacement> placements = new ArrayList<>();
        KernelText text = new KernelText();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(tasks)) {
            for (Path folder : folders) {
                try {
                    placements.add(readThread(folder, text));
                } catch (KernelFileException e) {
                    throw e;
                } catch (IOException e) {
                    if (Files.exists(folder)) {
                        throw new IOException(KernelFile.describe(folder.toString(), e), e);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw KernelFile.noSuchFile(tasks, "no such process", e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        placements.sort(Comparator.comparingInt(ThreadPlacement::tid));
        return placements;
    }

    private static ThreadPlacement readThread(Path folder, KernelText text) throws IOException {
        String allowed;
        try (KernelFile status = KernelFile.open(folder.resolve("status"))) {
            status.read(text);
            allowed = parseAllowed(text);
        }
        TaskStatFile facts = new TaskStatFile();
        try (KernelFile stat = KernelFile.open(folder.resolve("stat"))) {
            stat.read(text);
            facts.parse(text);
        }
        return new ThreadPlacement(Integer.parseInt(folder.getFileName().toString()), facts.comm(text), allowed);
    }

    /** The CPU list of a status file (fs/proc/array.c, task_cpus_allowed). */
    static String parseAllowed(KernelText text) throws KernelFileException {
        while (text.hasLine()) {
            if (text.take(ALLOWED) && !text.atLineEnd()) {
                int from = text.position();
                text.skipWord();
                return new String(text.bytes(), from, text.position() - from, StandardCharsets.US_ASCII);
            }
            text.nextLine();
        }
        throw text.complaint("expected a line Cpus_allowed_list with a list of CPUs, found none");
    }
}
