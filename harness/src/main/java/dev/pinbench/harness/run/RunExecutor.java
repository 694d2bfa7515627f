package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostChange;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunDirectoryException;
import dev.pinbench.analysis.results.RunLock;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.profile.Profile;
import java.io.IOException;
import java.util.List;

/** Carries out what a run directory still lacks of its plan. */
public final class RunExecutor {
    private final RunDirectory directory;
    private final Profile profile;
    private final HostFacts host;
    private final RunListener listener;

    public RunExecutor(RunDirectory directory, Profile profile, HostFacts host, RunListener listener) {
        this.directory = directory;
        this.profile = profile;
        this.host = host;
        this.listener = listener;
    }

    /**
     * Measures every trial of the plan that has no record, in the order of the plan.
     *
     * @param stop how to end it early: the trial under way is then left out, everything else is kept
     * @return the status of the run, which stands in {@code run.json} as well
     * @throws RunDirectoryException if another program is measuring into the run directory
     * @throws IOException if the lab cannot be made or something cannot be read or written; the run can be resumed
     */
    @SuppressWarnings("try") // the lock is held, not used
    public RunStatus execute(StopRequest stop) throws IOException {
        try (RunLock lock = RunLock.take(directory)) {
            directory.repair();
            return executeAlone(stop);
        }
    }

    private RunStatus executeAlone(StopRequest stop) throws IOException {
        RunStatus status = RunStatus.INTERRUPTED;
        boolean interrupted = false;
        try {
            directory.updateStatus(RunStatus.RUNNING);
            List<PlannedTrial> missing = directory.manifest().plan().stream()
                    .filter(trial -> !directory.hasTrial(trial.trial()))
                    .toList();
            if (!missing.isEmpty()) {
                measure(missing, stop);
            }
            if (!stop.requested()) {
                status = RunStatus.DONE;
            }
        } catch (InterruptedException e) {
            // The request stands in stop; what was measured so far is on disk.
            status = RunStatus.INTERRUPTED;
        } catch (IOException | RuntimeException e) {
            if (!stop.requested()) {
                markInterrupted(e);
                throw e;
            }
        } finally {
            interrupted = stop.settle();
        }
        directory.updateStatus(status);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return status;
    }

    private void markInterrupted(Exception reason) {
        try {
            directory.updateStatus(RunStatus.INTERRUPTED);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void measure(List<PlannedTrial> missing, StopRequest stop) throws IOException, InterruptedException {
        try (HostChanges machine = new HostChanges(HostChanges.FOLDER);
                Lab lab = Lab.open(directory.manifest().rootless());
                Housekeeping housekeeping = new Housekeeping(
                        host.cpus().stream().map(CpuTopology::cpu).toList())) {
            Progress progress = new Progress(directory.manifest().plan().size() - missing.size());
            try (TrialRunner runner = new TrialRunner(lab, profile, host, machine, housekeeping, progress)) {
                List<HostChange> earlier = directory.manifest().hostChanges();
                runner.prepare(missing);
                directory.updateHostChanges(HostChange.joined(earlier, machine.made()));
                for (PlannedTrial trial : missing) {
                    TrialOutcome outcome = measure(runner, trial, progress, stop);
                    directory.updateHostChanges(HostChange.joined(earlier, machine.made()));
                    directory.writeTrial(outcome.record(), outcome.frames(), outcome.attachments());
                    progress.end(outcome);
                }
            }
        }
    }

    private TrialOutcome measure(TrialRunner runner, PlannedTrial trial, Progress progress, StopRequest stop)
            throws IOException, InterruptedException {
        if (stop.requested() || Thread.interrupted()) {
            throw new InterruptedException();
        }
        progress.begin(trial);
        TrialOutcome outcome = runner.run(trial);
        if (stop.requested()) {
            throw new InterruptedException();
        }
        return outcome;
    }

    /** Counts, and tells the listener. */
    private final class Progress implements LiveView {
        private final ReceiveRate rate = new ReceiveRate();
        private final long begin = System.nanoTime();
        private PlannedTrial current = directory.manifest().plan().get(0);
        private int done;
        private int measured;

        Progress(int done) {
            this.done = done;
        }

        void begin(PlannedTrial trial) {
            current = trial;
            listener.started(trial, done, wallNanosPerTrial());
        }

        @Override
        public void update(LabEndpoint receiver) {
            rate.update(receiver).ifPresent(bps -> listener.live(current, bps));
        }

        void end(TrialOutcome outcome) {
            done++;
            measured++;
            listener.finished(outcome.record(), done, wallNanosPerTrial());
        }

        private long wallNanosPerTrial() {
            return measured == 0 ? 0 : (System.nanoTime() - begin) / measured;
        }
    }
}
