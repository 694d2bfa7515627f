package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 1 of the format, sealed byte by byte: what other programs read must not drift, wherever it is written. */
class GoldenFilesTest {

    private final Locale before = Locale.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG", "tr-TR", "hi-IN"})
    void everyFileOfARunIsTheSameUnderEveryLocale(String locale) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(locale));
        Path run = folder.resolve("run");
        RunDirectory directory = RunDirectory.create(run, FixedRun.manifest());
        directory.writeTrial(FixedRun.done(), FixedRun.frames(), FixedRun.attachments());
        directory.writeTrial(FixedRun.failed(), FixedRun.noFrames(), Map.of());

        Map<String, String> written = new LinkedHashMap<>();
        written.put("run.json", Files.readString(run.resolve("run.json")));
        written.put("trials.csv", Files.readString(run.resolve("trials.csv")));
        Path trial = run.resolve("trials").resolve("0001");
        written.put("trial.json", Files.readString(trial.resolve("trial.json")));
        written.put("frames.json", Files.readString(trial.resolve("frames.json")));
        for (String table : new String[] {"cpu.csv", "irq.csv", "task.csv", "net.csv"}) {
            written.put(table, gunzip(trial.resolve(table + ".gz")));
        }
        written.put(
                "trial-failed.json",
                Files.readString(run.resolve("trials").resolve("0002").resolve("trial.json")));

        written.forEach((name, text) -> assertThat(text).as(name).isEqualTo(golden(name)));
    }

    private static String gunzip(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String golden(String name) {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/v1/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
