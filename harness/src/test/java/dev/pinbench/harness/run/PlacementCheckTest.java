package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskPlacement;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import dev.pinbench.harness.sampling.PlacementReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementCheckTest {

    private static final String COMM = "iperf3 (x) \u202e";

    @TempDir
    private Path proc;

    private void thread(int pid, int tid, String allowed) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(pid + "/task/" + tid));
        Files.writeString(
                folder.resolve("status"), "Name:\tiperf3\nCpus_allowed:\tff\nCpus_allowed_list:\t" + allowed + "\n");
        Files.writeString(folder.resolve("stat"), tid + " (" + COMM + ") R 1" + " 0".repeat(48) + "\n");
    }

    private static final Frames NO_FRAMES = new Frames(List.of(), List.of(), List.of(), List.of(), 0, List.of());

    private static Frames seen(TaskRole role, int tid, int... cpus) {
        List<TaskRow> rows = new ArrayList<>();
        for (int i = 0; i < cpus.length; i++) {
            rows.add(new TaskRow(new FrameTime(i + 1, i, i, 1), role, tid, COMM, cpus[i], 1, 1, 1));
        }
        return new Frames(List.of(), List.of(), rows, List.of(), 0, List.of());
    }

    private PlacementCheck check(int pid, int core) {
        PlacementCheck check = new PlacementCheck(new PlacementReader(proc));
        check.expect(TaskRole.CLIENT, pid, core);
        check.readAllowed();
        return check;
    }

    @Test
    void aThreadThatWasAllowedAndSeenOnItsCoreOnlyHeld() throws IOException {
        thread(7, 7, "3");
        PlacementCheck check = check(7, 3);

        List<TaskPlacement> placements = check.placements(seen(TaskRole.CLIENT, 7, 3, 3, 3));

        assertThat(placements).containsExactly(new TaskPlacement(TaskRole.CLIENT, 7, COMM, "3", "3", List.of(3), true));
        assertThat(check.violations(placements, NO_FRAMES)).isEmpty();
    }

    @Test
    void aThreadSeenElsewhereDidNotHold() throws IOException {
        thread(7, 7, "3");
        PlacementCheck check = check(7, 3);

        List<TaskPlacement> placements = check.placements(seen(TaskRole.CLIENT, 7, 3, 1, 3));

        assertThat(placements).singleElement().satisfies(placement -> {
            assertThat(placement.held()).isFalse();
            assertThat(placement.seenCpus()).containsExactly(1, 3);
        });
        assertThat(check.violations(placements, NO_FRAMES))
                .containsExactly("client thread 7 was to run on core 3, was allowed 3 and seen on 1,3");
    }

    @Test
    void aThreadThatWasAllowedMoreDidNotHoldWhereverItWasSeen() throws IOException {
        thread(7, 7, "3");
        thread(7, 8, "0-3");
        PlacementCheck check = check(7, 3);

        List<TaskPlacement> placements = check.placements(seen(TaskRole.CLIENT, 7, 3));

        assertThat(placements).extracting(TaskPlacement::held).containsExactly(true, false);
        assertThat(check.violations(placements, NO_FRAMES))
                .singleElement()
                .asString()
                .contains("thread 8", "was allowed 0-3");
    }

    @Test
    void aThreadOfAnotherRoleWithTheSameNumberIsNotMixedUp() throws IOException {
        thread(7, 7, "3");
        PlacementCheck check = check(7, 3);

        List<TaskPlacement> placements = check.placements(seen(TaskRole.SERVER, 7, 1));

        assertThat(placements)
                .singleElement()
                .satisfies(placement -> assertThat(placement.seenCpus()).isEmpty());
        assertThat(check.violations(placements, NO_FRAMES))
                .as("what nobody saw did not hold")
                .containsExactly("client thread 7 was to run on core 3, was allowed 3 and seen on no core");
    }

    @Test
    void aThreadThatNobodyReadCountsByWhereItWasSeen() throws IOException {
        thread(7, 7, "3");
        PlacementCheck check = check(7, 3);

        assertThat(check.violations(List.of(), seen(TaskRole.CLIENT, 8, 3, 2, 3)))
                .containsExactly("client thread 8 was to run on core 3 and was seen on 2");
        assertThat(check.violations(List.of(), seen(TaskRole.CLIENT, 8, 3, 3))).isEmpty();
        assertThat(check.violations(List.of(), seen(TaskRole.HARNESS, 8, 2))).isEmpty();
    }

    @Test
    void threadsThatPollMayRunAnywhereButHaveToRun() throws IOException {
        thread(7, 7, "0-3");
        PlacementCheck check = new PlacementCheck(new PlacementReader(proc));
        check.expectAnywhere(TaskRole.NAPI, 7);
        check.readAllowed();

        Frames frames = seen(TaskRole.NAPI, 7, 3, 1);
        List<TaskPlacement> placements = check.placements(frames);
        assertThat(placements)
                .containsExactly(new TaskPlacement(TaskRole.NAPI, 7, COMM, "any", "0-3", List.of(1, 3), true));
        assertThat(check.violations(placements, frames)).isEmpty();
        assertThat(check.violations(check.placements(NO_FRAMES), NO_FRAMES))
                .singleElement()
                .asString()
                .startsWith("threaded-napi: no thread ran");
    }

    @Test
    void aProcessThatIsGoneIsAViolationNotASilence() {
        PlacementCheck check = check(99, 3);

        assertThat(check.wasRead()).isTrue();
        assertThat(check.violations(check.placements(NO_FRAMES), NO_FRAMES))
                .singleElement()
                .asString()
                .contains("placement of the client could not be read", "99");
    }

    @Test
    void aPlacementThatNobodyReadIsAViolation() {
        PlacementCheck check = new PlacementCheck(new PlacementReader(proc));
        check.expect(TaskRole.CLIENT, 7, 3);

        assertThat(check.wasRead()).isFalse();
        assertThat(check.violations(List.of(), NO_FRAMES))
                .containsExactly("placement could not be verified: traffic ended before it was read");
    }
}
