package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.run.RunExecutor;
import dev.pinbench.harness.run.RunListener;
import dev.pinbench.harness.run.StopRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial that iperf3 spoils is recorded with iperf3's words; the others go on. */
class FailedTrialTest {

    @TempDir
    Path folder;

    @Test
    void anOccupiedPortFailsTheTrialAloneAndTheCommandSaysSo() throws Exception {
        Path run = folder.resolve("run");
        Invocation measured = Invocation.of(
                "run", TinyProfile.in(folder).toString(), "--blocks", "2", "--no-report", "--out", run.toString());
        assertThat(measured.status()).as(measured.err()).isZero();
        delete(run.resolve("trials/0001"));
        delete(run.resolve("trials/0002"));
        RunDirectory directory = RunDirectory.open(run);

        try (Occupant occupant = new Occupant(directory.manifest().rootless())) {
            StopRequest stop = new StopRequest();
            RunStatus status = new RunExecutor(
                            directory,
                            Profile.fromJson(directory.manifest().profile()),
                            HostFactsReader.readLive(),
                            occupant)
                    .execute(stop);
            assertThat(status).isEqualTo(RunStatus.DONE);
        }

        List<TrialRecord> trials = directory.trials();
        assertThat(trials).extracting(TrialRecord::status).containsExactly(TrialStatus.FAILED, TrialStatus.DONE);
        assertThat(trials.get(0).error())
                .startsWith("iperf3 server on port 5201: ")
                .contains("Address already in use");
        assertThat(trials.get(0).valid()).isFalse();
        assertThat(trials.get(0).metrics().goodputBps()).isNull();

        Invocation resumed = Invocation.of("resume", run.toString());
        assertThat(resumed.status()).as(resumed.err()).isEqualTo(ExitStatus.TRIALS_FAILED);
        assertThat(resumed.out()).contains("1/2").containsIgnoringCase("failed");
        assertThat(Files.readAllLines(run.resolve("trials.csv")).get(1)).contains("failed,false");
    }

    private static void delete(Path trial) throws IOException {
        try (var files = Files.list(trial)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(trial);
    }

    /** Listens on iperf3's port in the server's namespace while the first trial is tried. */
    private static final class Occupant implements RunListener, AutoCloseable {
        private final boolean rootless;
        private @Nullable Process process;

        Occupant(boolean rootless) {
            this.rootless = rootless;
        }

        @Override
        public void started(PlannedTrial trial, int done, long wallNanosPerTrial) {
            if (done > 0) {
                return;
            }
            try {
                List<String> argv = new ArrayList<>(List.of("nsenter", "-t", Long.toString(serverAnchor()), "-n"));
                if (rootless) {
                    argv.addAll(List.of("-U", "--preserve-credentials"));
                }
                argv.addAll(List.of("--", "iperf3", "-s", "--forceflush"));
                Process listening = new ProcessBuilder(argv).start();
                process = listening;
                var lines = listening.inputReader();
                String line = lines.readLine();
                while (line != null && !line.contains("Server listening on 5201")) {
                    line = lines.readLine();
                }
                assertThat(line).as("the occupant listens").isNotNull();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The process that keeps the receiving node's namespace: the child of the wrapper that names it. */
        private static long serverAnchor() {
            return ProcessHandle.current()
                    .children()
                    .filter(child -> child.info()
                            .arguments()
                            .map(List::of)
                            .orElse(List.of())
                            .contains("t1-node-b"))
                    .flatMap(ProcessHandle::children)
                    .mapToLong(ProcessHandle::pid)
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void live(PlannedTrial trial, double receivedBps) {
            assertThat(receivedBps).isNotNegative();
        }

        @Override
        public void finished(TrialRecord trial, int done, long wallNanosPerTrial) {
            close();
        }

        @Override
        public void close() {
            Process listening = process;
            if (listening != null) {
                listening.destroyForcibly().onExit().join();
                process = null;
            }
        }
    }
}
