package dev.pinbench.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

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

    /** Where runs land. */
    static Path results(Console console) {
        String home = System.getProperty("pinbench.home");
        Path here = Path.of("results");
        if (home == null) {
            return here;
        }
        Path ofCheckout = Path.of(home, "results");
        if (Files.isWritable(ofCheckout) || (!Files.exists(ofCheckout) && Files.isWritable(Path.of(home)))) {
            return shortest(ofCheckout);
        }
        console.say("note: " + ofCheckout + " is not yours to write, so the run lands in " + here.toAbsolutePath());
        return here;
    }

    /** Relative to the current folder where it lies below it: what a person would type. */
    private static Path shortest(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
