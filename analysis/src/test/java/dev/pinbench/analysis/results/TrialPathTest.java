package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Version 1 of {@code path.json}, sealed byte by byte. */
class TrialPathTest {
    private static final TrialPath FIXED = new TrialPath(
            1,
            true,
            9_800_000_123L,
            List.of(
                    new TrialPath.Hop(
                            "t1-pod-a",
                            "eth0",
                            "veth",
                            List.of(),
                            new TrialPath.Counts(66_000_000, 1_000_000, 0),
                            new TrialPath.Counts(12_345_678_901L, 234_567, 0)),
                    new TrialPath.Hop(
                            "t1-node-a",
                            "br\u001b\"0",
                            "bridge",
                            List.of("routes", "NAT"),
                            new TrialPath.Counts(12_345_678_901L, 234_567, 12),
                            new TrialPath.Counts(0, 0, 0)),
                    new TrialPath.Hop("docker:web", "eth0", null, List.of(), null, null)));

    private final Locale before = Locale.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void restoreTheLocale() {
        Locale.setDefault(before);
    }

    private Path written(byte[] content) throws IOException {
        RunDirectory run = RunDirectory.create(folder.resolve("run"), FixedRun.manifest());
        run.writeTrial(FixedRun.done(), FixedRun.frames(), Map.of(TrialPath.FILE, content));
        return run.path();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG", "tr-TR"})
    void isTheSameUnderEveryLocaleAndIsReadBack(String locale) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(locale));

        Path run = written(Json.write(FIXED));

        assertThat(Files.readString(run.resolve("trials/0001/path.json"))).isEqualTo(golden());
        assertThat(RunDirectory.open(run).trialPath(1)).contains(FIXED);
        assertThat(RunDirectory.open(run).trialPath(2)).isEmpty();
    }

    @Test
    void aNewerOneIsRefusedInClearWords() throws IOException {
        String newer = golden().replace("\"schemaVersion\" : 1", "\"schemaVersion\" : 2");

        RunDirectory run = RunDirectory.open(written(newer.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> run.trialPath(1))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("path.json has format version 2");
    }

    private static String golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(TrialPathTest.class.getResourceAsStream("/golden/v1/path.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
