package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a new run lands if nobody says: {@code results/} of the checkout, else of the current folder. */
final class RunPaths {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm", Locale.ROOT);

    private RunPaths() {}

    /** A path that does not exist yet. */
    static Path fresh(String profileName, Clock clock, Console console) {
        Path results = results(console);
        String name = STAMP.format(clock.instant().atZone(ZoneOffset.UTC)) + "-" + profileName;
        Path path = results.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = results.resolve(name + "-" + i);
        }
        return path;
    }

    /**
     * Opens the run directory that a user named.
     *
     * @throws CliException if it is not a folder
     */
    static RunDirectory open(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    Files.exists(path)
                            ? path + " is a file, not a run directory"
                            : path + ": there is no such run directory");
        }
        return RunDirectory.open(path);
    }

    /**
     * Removes a run directory of which no trial was stored, so that a run that could not begin leaves nothing.
     *
     * @param existed whether the folder itself was there before the run
     */
    static void discard(Path path, boolean existed) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<Path> made;
        try (Stream<Path> entries = Files.walk(path)) {
            made = entries.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : made) {
            if (!existed || !entry.equals(path)) {
                Files.delete(entry);
            }
        }
    }

    /** Where runs land; says so if that is not where they are looked for. */
    static Path results(Console console) {
        Path results = results();
        String home = System.getProperty("pinbench.home");
        if (home != null) {
            Path ofCheckout = Path.of(home, "results");
            if (!ofCheckout.toAbsolutePath().equals(results.toAbsolutePath())) {
                console.say("note: " + ofCheckout + " is not yours to write, so the run lands in "
                        + results.toAbsolutePath());
            }
        }
        return results;
    }

    /** Where runs land. */
    static Path results() {
        String home = System.getProperty("pinbench.home");
        Path here = Path.of("results");
        if (home == null) {
            return here;
        }
        Path ofCheckout = Path.of(home, "results");
        boolean writable =
                Files.isWritable(ofCheckout) || (!Files.exists(ofCheckout) && Files.isWritable(Path.of(home)));
        return writable ? shortest(ofCheckout) : here;
    }

    /** Relative to the current folder where it lies below it: what a person would type. */
    private static Path shortest(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
