package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {

    @TempDir
    private Path folder;

    private Path path;
    private RunDirectory run;

    @BeforeEach
    void create() throws IOException {
        path = folder.resolve("run");
        run = RunDirectory.create(path, FixedRun.manifest());
    }

    private Path trial(String name) {
        return path.resolve("trials").resolve(name);
    }

    private void writeFirst() throws IOException {
        run.writeTrial(FixedRun.done(), FixedRun.frames(), FixedRun.attachments());
    }

    private List<String> entries(Path of) throws IOException {
        try (Stream<Path> list = Files.list(of)) {
            return list.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static void replace(Path file, String what, String with) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(what);
        Files.writeString(file, text.replace(what, with));
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        writeFirst();
        run.writeTrial(FixedRun.failed(), FixedRun.noFrames(), Map.of());

        RunDirectory again = RunDirectory.open(path);

        assertThat(again.manifest()).isEqualTo(FixedRun.manifest());
        assertThat(again.trials()).containsExactly(FixedRun.done(), FixedRun.failed());
        assertThat(again.frames(1)).isEqualTo(FixedRun.frames());
        assertThat(again.frames(2)).isEqualTo(FixedRun.noFrames());
    }

    @Test
    void theStatusIsKeptAndLeavesNoTemporaryFile() throws IOException {
        run.updateStatus(RunStatus.INTERRUPTED);

        assertThat(RunDirectory.open(path).manifest().status()).isEqualTo(RunStatus.INTERRUPTED);
        assertThat(entries(path)).containsExactly("run.json", "trials", "trials.csv");
    }

    @Test
    void creatingInAFolderThatIsNotEmptyTouchesNothing() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(taken.resolve("mine.txt"), "mine");

        assertThatThrownBy(() -> RunDirectory.create(taken, FixedRun.manifest()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(taken.toString())
                .hasMessageContaining("not empty")
                .hasMessageContaining("--out");
        assertThat(entries(taken)).containsExactly("mine.txt");
        assertThat(taken.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void creatingWhereAFileIsTouchesNothing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertThatThrownBy(() -> RunDirectory.create(file, FixedRun.manifest()))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("not a folder");
        assertThat(file).hasContent("mine");
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        RunDirectory.create(empty, FixedRun.manifest());

        assertThat(RunDirectory.open(empty).trials()).isEmpty();
    }

    @Test
    void whatIsNoRunDirectoryIsCalledSo() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path file = Files.writeString(folder.resolve("file"), "");
        Path foreign = Files.createDirectory(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("run.json"), "{\"name\": \"something else\"}");

        for (Path each : List.of(empty, file, foreign, folder.resolve("absent"))) {
            assertThatThrownBy(() -> RunDirectory.open(each))
                    .as(each.toString())
                    .isInstanceOf(RunDirectoryException.class)
                    .hasMessageContaining(each.toString())
                    .hasMessageContaining("not a Pinbench run");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "3", "\"text\""})
    void jsonThatIsNoObjectIsRefused(String json) throws IOException {
        writeFirst();
        Files.writeString(trial("0001").resolve("trial.json"), json);

        assertThatThrownBy(run::trials)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("trial.json");

        Files.writeString(path.resolve("run.json"), json);
        assertThatThrownBy(() -> RunDirectory.open(path))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json");
    }

    @Test
    void aNewerRunIsRefusedInClearWords() throws IOException {
        replace(path.resolve("run.json"), "\"schemaVersion\" : 1", "\"schemaVersion\" : 2");

        assertThatThrownBy(() -> RunDirectory.open(path))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json has format version 2")
                .hasMessageContaining("reads up to 1")
                .hasMessageContaining("use a newer Pinbench");
    }

    @Test
    void aNewerTrialIsRefusedInClearWords() throws IOException {
        writeFirst();
        replace(trial("0001").resolve("trial.json"), "\"schemaVersion\" : 1", "\"schemaVersion\" : 7");

        assertThatThrownBy(run::trials)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("trial.json has format version 7");
    }

    @Test
    void aKeyThatThisProgramDoesNotKnowIsPassedOver() throws IOException {
        writeFirst();
        replace(trial("0001").resolve("trial.json"), "\"trial\" : 1,", "\"trial\" : 1, \"later\" : {\"a\" : [1]},");

        assertThat(run.trials()).containsExactly(FixedRun.done());
    }

    @Test
    void damagedJsonIsNamedWithItsLine() throws IOException {
        writeFirst();
        replace(trial("0001").resolve("trial.json"), "\"block\" : 1,", "\"block\" : 1 1,");

        assertThatThrownBy(run::trials)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(trial("0001").resolve("trial.json").toString())
                .hasMessageContaining("damaged")
                .hasMessageContaining("line 4");
    }

    @Test
    void jsonCutShortIsNamedWithItsLine() throws IOException {
        Path file = path.resolve("run.json");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 60));

        assertThatThrownBy(() -> RunDirectory.open(path))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("run.json is damaged: line 4");
    }

    @Test
    void aValueOfTheWrongKindIsNamedByItsKey() throws IOException {
        writeFirst();
        replace(trial("0001").resolve("trial.json"), "\"retransmits\" : 1234567", "\"retransmits\" : \"many\"");

        assertThatThrownBy(run::trials)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("trial.json is damaged")
                .hasMessageContaining("metrics.retransmits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"levels", "status", "timing", "metrics", "placement", "trial", "block", "readBack"})
    void aTrialWithoutWhatEveryTrialHasIsDamaged(String key) throws IOException {
        writeFirst();
        replace(trial("0001").resolve("trial.json"), "\n  \"" + key + "\" :", "\n  \"not-" + key + "\" :");

        assertThatThrownBy(run::trials)
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("trial.json is damaged");
    }

    @Test
    void aTableThatIsDamagedIsNamedWithItsFile() throws IOException {
        writeFirst();
        Path table = trial("0001").resolve("cpu.csv.gz");
        byte[] whole = Files.readAllBytes(table);
        Files.write(table, Arrays.copyOf(whole, whole.length - 20));

        assertThatThrownBy(() -> run.frames(1))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(table.toString())
                .hasMessageContaining("damaged");

        Files.delete(table);
        assertThatThrownBy(() -> run.frames(1))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining(table + " is missing");
    }

    @Test
    void whatACrashLeftIsIgnoredByReadersAndRemovedByRepair() throws IOException {
        writeFirst();
        Path left = Files.createDirectory(trial(".0007.tmp"));
        Files.writeString(left.resolve("cpu.csv.gz"), "half");
        Files.writeString(left.resolve("trial.json"), "{");

        assertThat(run.trials()).hasSize(1);
        assertThat(run.hasTrial(7)).isFalse();

        run.repair();

        assertThat(entries(path.resolve("trials"))).containsExactly("0001");
        assertThat(run.trials()).hasSize(1);
    }

    @Test
    void whatACrashLeftDoesNotKeepTheTrialFromBeingWritten() throws IOException {
        Path left = Files.createDirectory(trial(".0001.tmp"));
        Files.writeString(left.resolve("rest"), "half");

        writeFirst();

        assertThat(entries(path.resolve("trials"))).containsExactly("0001");
        assertThat(entries(trial("0001"))).doesNotContain("rest");
    }

    @Test
    void trialsCsvMadeAgainIsWhatWasAppended() throws IOException {
        writeFirst();
        run.writeTrial(FixedRun.failed(), FixedRun.noFrames(), Map.of());
        String appended = Files.readString(path.resolve("trials.csv"));
        assertThat(appended.lines()).hasSize(3);

        Files.writeString(path.resolve("trials.csv"), "half a li");
        run.repair();

        assertThat(Files.readString(path.resolve("trials.csv"))).isEqualTo(appended);
        assertThat(entries(path)).containsExactly("run.json", "trials", "trials.csv");
    }

    @Test
    void aTrialIsNeverWrittenOverAnother() throws IOException {
        writeFirst();

        assertThatThrownBy(this::writeFirst).isInstanceOf(IOException.class);

        assertThat(entries(path.resolve("trials"))).containsExactly("0001");
        assertThat(run.trials()).containsExactly(FixedRun.done());
        assertThat(Files.readString(path.resolve("trials.csv")).lines()).hasSize(2);
    }

    @Test
    void aTrialThatCannotBeWrittenLeavesNothingBehind() throws IOException {
        Files.delete(path.resolve("trials"));
        assertThatThrownBy(this::writeFirst).isInstanceOf(IOException.class);
        assertThat(path.resolve("trials")).doesNotExist();

        Files.createDirectory(path.resolve("trials"));
        Map<String, byte[]> nowhere = Map.of("absent/file", new byte[1]);
        assertThatThrownBy(() -> run.writeTrial(FixedRun.done(), FixedRun.frames(), nowhere))
                .isInstanceOf(IOException.class);
        Map<String, byte[]> noName = Map.of("\u0000", new byte[1]);
        assertThatThrownBy(() -> run.writeTrial(FixedRun.done(), FixedRun.frames(), noName))
                .isInstanceOf(RuntimeException.class);
        assertThat(entries(path.resolve("trials"))).isEmpty();
        assertThat(Files.readString(path.resolve("trials.csv")).lines()).hasSize(1);
    }

    @Test
    void aRunWithoutItsTrialsIsCalledDamaged() throws IOException {
        Files.delete(path.resolve("trials"));

        assertThatThrownBy(() -> RunDirectory.open(path).trials())
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("trials is missing");
    }

    @Test
    void trialsAreInTheOrderOfTheirNumbersBeyondFourDigits() throws IOException {
        for (int number : new int[] {10_000, 2, 9_999}) {
            TrialRecord done = FixedRun.done();
            run.writeTrial(
                    new TrialRecord(
                            1,
                            number,
                            1,
                            1,
                            done.levels(),
                            done.status(),
                            null,
                            true,
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            Map.of(),
                            done.timing(),
                            done.metrics(),
                            List.of()),
                    FixedRun.noFrames(),
                    Map.of());
        }

        assertThat(run.trials()).extracting(TrialRecord::trial).containsExactly(2, 9_999, 10_000);
        assertThat(run.hasTrial(10_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nlines", "quo\"te, comma", "\u202ertl\u2069", "</script><b>", "\u0000\u001b[31m"})
    void hostileTextInARecordComesBackAsItWas(String text) throws IOException {
        TrialRecord done = FixedRun.done();
        TrialRecord hostile = new TrialRecord(
                1,
                5,
                1,
                1,
                done.levels(),
                TrialStatus.FAILED,
                text,
                false,
                List.of(text),
                List.of(text),
                List.of(new TaskPlacement(TaskRole.CO_RUNNER, 1, text, "0", "0-1", List.of(), false)),
                new InterfaceName(text, text),
                Map.of(text, text),
                done.timing(),
                done.metrics(),
                List.of(List.of(text)));
        run.writeTrial(hostile, FixedRun.noFrames(), Map.of());

        assertThat(RunDirectory.open(path).trials()).containsExactly(hostile);
    }

    @Test
    void aTopLevelFileIsReplacedWhole() throws IOException {
        run.writeTopLevel("analysis.json", "long content".getBytes(StandardCharsets.UTF_8));
        run.writeTopLevel("analysis.json", "short".getBytes(StandardCharsets.UTF_8));

        assertThat(path.resolve("analysis.json")).hasContent("short");
        assertThat(entries(path)).containsExactly("analysis.json", "run.json", "trials", "trials.csv");
    }
}
