package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code ksoftirqd/N} threads of this machine. They live as long as the machine runs (an offline CPU's is parked,
 * kernel/smpboot.c), so one search serves a whole run.
 *
 * @param tidByCpu thread id by CPU; empty where they are not visible, as in most containers and with hidepid
 */
public record KsoftirqdThreads(SortedMap<Integer, Integer> tidByCpu) {

    private static final Pattern NAME = Pattern.compile("ksoftirqd/(\\d{1,4})");
    private static final Pattern PID = Pattern.compile("\\d{1,9}");

    public KsoftirqdThreads {
        tidByCpu = Collections.unmodifiableSortedMap(new TreeMap<>(tidByCpu));
    }

    /**
     * Walks the processes under {@code procRoot} once. A process that merely calls itself so is told apart by its flags.
     *
     * @throws IOException if {@code procRoot} cannot be listed
     */
    public static KsoftirqdThreads discover(Path procRoot) throws IOException {
        SortedMap<Integer, Integer> found = new TreeMap<>();
        KernelText text = new KernelText();
        TaskStatFile facts = new TaskStatFile();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(procRoot, KsoftirqdThreads::isProcess)) {
            for (Path folder : folders) {
                try (KernelFile stat = KernelFile.open(folder.resolve("stat"))) {
                    stat.read(text);
                    facts.parse(text);
                } catch (IOException e) {
                    continue; // ended meanwhile, or not ours to see: then it stays out of the map
                }
                Matcher name = NAME.matcher(facts.comm(text));
                if (facts.kernelThread() && name.matches()) {
                    found.put(
                            Integer.valueOf(name.group(1)),
                            Integer.valueOf(folder.getFileName().toString()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new KsoftirqdThreads(found);
    }

    private static boolean isProcess(Path folder) {
        return PID.matcher(folder.getFileName().toString()).matches();
    }
}
