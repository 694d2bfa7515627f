package dev.pinbench.harness.hostchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.HostChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files stand for settings of the kernel; SteeringInForceTest and SteeringRunTest change real ones. */
class HostChangesTest {

    @TempDir
    Path root;

    private Path folder;
    private Path journal;
    private Path setting;
    private Path other;

    @BeforeEach
    void aMachineWithTwoSettings() throws IOException {
        folder = root.resolve("run");
        journal = folder.resolve("host-changes");
        setting = Files.writeString(root.resolve("setting"), "0\n");
        other = Files.writeString(root.resolve("other"), "0-1\n");
    }

    /** A change whose program and keeper are both killed. */
    private void leaveChanged() throws Exception {
        HostChanges killed = new HostChanges(folder);
        killed.set(setting, "32768");
        killed.set(other, "1", List.of("0"));
        killKeeper();
    }

    private void killKeeper() throws Exception {
        List<ProcessHandle> keepers = ProcessHandle.allProcesses()
                .filter(each -> each.info()
                        .arguments()
                        .map(words -> List.of(words).contains(journal.toString()))
                        .orElse(false))
                .toList();
        assertThat(keepers).hasSize(1);
        keepers.get(0).destroyForcibly();
        keepers.get(0).onExit().get(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasSetIsPutBackAtTheEnd() throws Exception {
        try (HostChanges changes = new HostChanges(folder)) {
            assertThat(folder).as("nothing is touched before the first change").doesNotExist();
            assertThat(changes.set(setting, "0")).as("so it is already").isEqualTo("0");
            assertThat(journal).doesNotExist();
            try (HostChanges another = new HostChanges(folder)) {
                assertThatThrownBy(() -> another.set(setting, "1"))
                        .as("and stays so")
                        .isInstanceOf(HostChangeException.class)
                        .hasMessageStartingWith("another Pinbench changes settings of this machine now");
            }

            assertThat(changes.set(setting, "32768")).isEqualTo("32768");
            assertThat(changes.set(setting, "4096")).isEqualTo("4096");
            assertThat(changes.set(other, "1", List.of("0"))).isEqualTo("1");
            assertThat(Files.readAllLines(journal))
                    .hasSize(5)
                    .startsWith("pinbench host changes 1")
                    .endsWith("0\t" + setting, "0\t" + other, "0-1\t" + other);

            changes.undo(setting);
            assertThat(setting).hasContent("0");
            assertThat(changes.set(setting, "4096")).isEqualTo("4096");
            assertThat(changes.made())
                    .containsExactly(
                            new HostChange(setting.toString(), "0", List.of("32768", "4096")),
                            new HostChange(other.toString(), "0-1", List.of("1")));
        }
        assertThat(setting).hasContent("0");
        assertThat(other).hasContent("0-1");
        assertThat(folder).doesNotExist();
        assertThat(HostChanges.recover(folder)).isEmpty();
    }

    @Test
    void theNextStartPutsBackWhatWasLeft() throws Exception {
        leaveChanged();
        assertThat(setting).hasContent("32768");

        assertThat(HostChanges.recover(folder))
                .containsExactly(
                        "a run that was killed had changed " + setting + ": it is 0 again",
                        "a run that was killed had changed " + other + ": it is 0-1 again");
        assertThat(setting).hasContent("0");
        assertThat(other).hasContent("0-1");
        assertThat(folder).doesNotExist();
    }

    @Test
    void theNextChangePutsBackFirst() throws Exception {
        leaveChanged();

        try (HostChanges changes = new HostChanges(folder)) {
            changes.set(other, "0");
            assertThat(setting).hasContent("0");
            assertThat(changes.made()).extracting(HostChange::before).containsExactly("0-1");
        }
        assertThat(setting).hasContent("0");
        assertThat(other).hasContent("0-1");
    }

    @Test
    void onlyOneRunChangesTheMachineAtATime() throws Exception {
        try (HostChanges first = new HostChanges(folder);
                HostChanges second = new HostChanges(folder)) {
            first.set(setting, "32768");

            assertThat(HostChanges.recover(folder))
                    .as("a run under way is let alone")
                    .isEmpty();
            assertThatThrownBy(() -> second.set(other, "1"))
                    .isInstanceOf(HostChangeException.class)
                    .hasMessageStartingWith("another Pinbench changes settings of this machine now");
            assertThat(setting).hasContent("32768");
            assertThat(other).hasContent("0-1");
        }
        assertThat(setting).hasContent("0");
    }

    @Test
    void whoWaitedWhileTheFolderWasRemovedHasItsOwn() throws Exception {
        HostChanges first = new HostChanges(folder);
        first.set(setting, "32768");
        CompletableFuture<Void> ended = CompletableFuture.runAsync(
                () -> {
                    try {
                        first.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));

        try (HostChanges second = new HostChanges(folder);
                HostChanges third = new HostChanges(folder)) {
            second.set(setting, "4096");
            ended.get(10, TimeUnit.SECONDS);
            assertThat(journal).content().contains("\n0\t" + setting);
            assertThatThrownBy(() -> third.set(other, "1"))
                    .isInstanceOf(HostChangeException.class)
                    .hasMessageStartingWith("another Pinbench changes settings of this machine now");
        }
        assertThat(setting).hasContent("0");
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatHasGoneNeedsNothingAndWhatRefusesIsNamed() throws Exception {
        leaveChanged();
        Files.delete(setting);
        Files.delete(other);
        Files.createDirectory(other);

        assertThat(HostChanges.recover(folder))
                .hasSize(2)
                .first()
                .isEqualTo("a run that was killed had changed " + setting + ": it is 0 again");
        assertThat(journal).as("kept for the next try").exists();
        assertThatThrownBy(() -> {
                    try (HostChanges changes = new HostChanges(folder)) {
                        changes.set(Files.writeString(root.resolve("third"), "1"), "2");
                    }
                })
                .isInstanceOf(HostChangeException.class)
                .hasMessageContaining(journal.toString())
                .hasMessageContaining("could not be put back");
    }

    @Test
    void aJournalOfAnEarlierBootIsOfNoUse() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(journal, "pinbench host changes 1\nanother boot\n7\t" + setting + "\n");

        assertThat(HostChanges.recover(folder)).isEmpty();
        assertThat(setting).hasContent("0");
        assertThat(journal).doesNotExist();
    }

    @Test
    void aJournalOfANewerProgramIsLeftToThat() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(journal, "pinbench host changes 2\nboot\n7\t" + setting + "\n");

        assertThatThrownBy(() -> HostChanges.recover(folder))
                .isInstanceOf(HostChangeException.class)
                .hasMessageStartingWith(journal + ": line 1: expected \"pinbench host changes 1\"");
        assertThat(setting).hasContent("0");
        assertThat(journal).exists();
    }

    @Test
    void saysWhatCannotBeChanged() throws Exception {
        try (HostChanges changes = new HostChanges(folder)) {
            assertThatThrownBy(() -> changes.set(root.resolve("absent"), "1"))
                    .hasMessage(root.resolve("absent") + ": is not there");
        }
        assertThat(folder).doesNotExist();
    }
}
