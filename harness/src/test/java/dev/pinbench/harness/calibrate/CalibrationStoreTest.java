package dev.pinbench.harness.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.harness.host.HostFactsReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class CalibrationStoreTest {

    private static final Conditions SAME = new Conditions("17.0.13+11", "0-1", false);

    @TempDir
    Path folder;

    private static Calibration of(@Nullable String machineId, String kernelRelease) throws CalibrationException {
        return new Calibration(
                Calibration.SCHEMA_VERSION,
                "0.1.0",
                "2026-11-25T21:00:00Z",
                machineId,
                kernelRelease,
                "Imagined CPU",
                "17.0.13+11",
                "0-1",
                false,
                List.of(new ReaderCost("frame", 98_765.4, 3.9), new ReaderCost("bare read", 91_234.5, 3.5)),
                ObserverEffect.of(
                        Blocks.with(7, 0.998, 0.01, 7),
                        Blocks.connections(2, 0.999, 0.002, 8),
                        List.of(),
                        Blocks.SETTING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en-US", "de-DE", "ar-EG", "hi-IN-u-nu-deva", "tr-TR"})
    void jsonAndTextAreTheSameEverywhere(String tag) throws Exception {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            Calibration calibration = of("0a1b", "6.1.0");

            assertThat(new String(calibration.toJson(), StandardCharsets.UTF_8)).isEqualTo(golden("calibration.json"));
            assertThat(String.join("\n", CalibrationText.lines(calibration)) + "\n")
                    .isEqualTo(golden("calibration.txt"))
                    .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 80));
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String golden(String name) throws Exception {
        try (var stream = CalibrationStoreTest.class.getResourceAsStream("/calibrate/" + name)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void onlyRunsOnTheSameMachineAndKernelCiteIt() throws Exception {
        HostFacts host = HostFactsReader.readLive();
        CalibrationStore store = new CalibrationStore(folder.resolve("results"));
        assertThat(store.citation(host, SAME)).isEmpty();

        store.write(of(host.machineId(), host.kernelRelease()));
        assertThat(store.citation(host, SAME))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith(
                                "calibration of this machine and kernel, 2026-11-25T21:00:00Z: sampling at 10 frames"
                                        + " a second changes goodput by ")
                        .contains("95 % interval")
                        .contains(", within a connection by ")
                        .contains("; 7 blocks of two trials of 1 s show ")
                        .doesNotContain("it was made"));

        store.write(of(host.machineId(), "another"));
        assertThat(store.citation(host, SAME)).isEmpty();
        store.write(of("another", host.kernelRelease()));
        assertThat(store.citation(host, SAME)).isEmpty();
        assertThat(folder.resolve("results")).isDirectoryContaining("glob:**/calibration.json");
        assertThat(folder.resolve("results")).isDirectoryNotContaining("glob:**.tmp");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "25.0.1+8 | 0-1 | false | ; it was made under Java 17.0.13+11, not 25.0.1+8",
                "17.0.13+11 | 0-3,8 | false | ; it was made with CPUs 0-1 online, not 0-3,8",
                "17.0.13+11 | 0-1 | true | ; it was made as root, not in a user namespace",
                "17.0.13+12 | 0 | true | ; it was made under Java 17.0.13+11, not 17.0.13+12 and with CPUs 0-1 online, not 0"
                        + " and as root, not in a user namespace",
            })
    void aRunUnderOtherConditionsSaysSo(String java, String cpus, boolean rootless, String said) throws Exception {
        HostFacts host = HostFactsReader.readLive();
        CalibrationStore store = new CalibrationStore(folder);
        store.write(of(host.machineId(), host.kernelRelease()));

        assertThat(store.citation(host, new Conditions(java, cpus, rootless)))
                .hasValueSatisfying(text -> assertThat(text).endsWith(said));
    }

    @Test
    void aFileFromBeforeConditionsWereKeptSaysThatItDoesNotTell() throws Exception {
        HostFacts host = HostFactsReader.readLive();
        CalibrationStore store = new CalibrationStore(folder);
        store.write(of(host.machineId(), host.kernelRelease()));
        String before = Files.readString(store.file())
                .replace("  \"cpus\" : \"0-1\",\n", "")
                .replace("  \"rootless\" : false,\n", "");
        assertThat(before).doesNotContain("cpus", "rootless");
        Files.writeString(store.file(), before);

        assertThat(store.citation(host, SAME))
                .hasValueSatisfying(
                        text -> assertThat(text)
                                .endsWith(
                                        "; it was made with CPUs that it does not tell and as root or not, which it does not tell"));
    }

    @Test
    void aFileFromBeforeTurnsWereTakenIsCited() throws Exception {
        HostFacts host = HostFactsReader.readLive();
        CalibrationStore store = new CalibrationStore(folder);
        store.write(of(host.machineId(), host.kernelRelease()));
        ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readAllBytes(store.file()));
        ((ObjectNode) json.get("observer")).remove("turns");
        Files.write(store.file(), Json.write(json));

        assertThat(store.citation(host, SAME))
                .hasValueSatisfying(
                        text -> assertThat(text).contains("changes goodput by ").doesNotContain("within a connection"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"schemaVersion\": 2} | expected schemaVersion 1, found 2; calibrate again",
                "{} | expected schemaVersion 1, found none; calibrate again",
                "{\"schemaVersion\": 1} | is no calibration",
                "not JSON | is no calibration",
            })
    void aFileThatCannotBeReadIsSaidAndKeepsNobodyFromMeasuring(String content, String problem) throws Exception {
        CalibrationStore store = new CalibrationStore(folder);
        Files.writeString(store.file(), content);

        Optional<String> citation = store.citation(HostFactsReader.readLive(), SAME);

        assertThat(citation)
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("no calibration cited: " + store.file() + ": ")
                        .contains(problem));
    }
}
