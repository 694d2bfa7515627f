package dev.pinbench.harness.cli;

import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.report.RunOutputs;
import dev.pinbench.analysis.report.TerminalTable;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunDirectoryException;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.harness.process.MissingToolException;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.run.RunExecutor;
import dev.pinbench.harness.run.StopRequest;
import dev.pinbench.harness.targets.TargetException;
import java.io.IOException;
import java.nio.file.Path;

/** What run and resume share: measure what is missing, then say what it means. */
final class Measuring {
    private static final long STOP_SECONDS = 20;

    private final Console console;
    private final RunDirectory directory;
    private final Profile profile;
    private final HostFacts host;

    Measuring(Console console, RunDirectory directory, Profile profile, HostFacts host) {
        this.console = console;
        this.directory = directory;
        this.profile = profile;
        this.host = host;
    }

    /**
     * Measures, analyses and, if asked for, reports; gives the exit status.
     *
     * @throws NothingMeasuredException if an error ended the run and no trial is stored
     * @throws CliException if an error ended it later; says what is stored and how to go on
     */
    int measure(boolean report) throws IOException, NothingMeasuredException {
        StopRequest stop = new StopRequest();
        Thread hook = new Thread(() -> stop.stopAndWait(STOP_SECONDS), "pinbench-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            RunStatus status = execute(stop);
            if (status != RunStatus.DONE) {
                console.say("interrupted: " + stored() + "; finish with: pinbench resume " + directory.path());
                return ExitStatus.INTERRUPTED;
            }
        } finally {
            stop.finished();
            StopHooks.remove(hook);
        }
        try {
            return tell(report);
        } catch (IOException e) {
            throw new CliException(
                    ExitStatus.MACHINE,
                    ErrorText.of(e, directory.path()) + "; every trial is stored; once mended, finish with: pinbench "
                            + (report ? "report " : "analyze ") + directory.path());
        }
    }

    private int tell(boolean report) throws IOException {
        directory.rewriteTrialsCsv();
        RunAnalysis analysis = RunOutputs.analyze(directory);
        console.out().println();
        console.out().println(TerminalTable.render(directory.manifest(), analysis, console.width()));
        console.out().flush();
        if (report) {
            Path file = RunOutputs.report(directory, analysis);
            console.out().println("Report: " + file);
            console.out().flush();
        }
        // Invalid trials (steal, for one) are the machine's doing and stand in the report; they did not fail.
        return analysis.failed() > 0 ? ExitStatus.TRIALS_FAILED : ExitStatus.DONE;
    }

    private RunStatus execute(StopRequest stop) throws IOException, NothingMeasuredException {
        ProgressLines progress = new ProgressLines(console, directory.manifest().plan());
        try {
            return new RunExecutor(directory, profile, host, progress).execute(stop);
        } catch (RunDirectoryException e) {
            throw e;
        } catch (IOException e) {
            if (directory.trials().isEmpty()) {
                throw new NothingMeasuredException(
                        e instanceof MissingToolException || e instanceof TargetException
                                ? e
                                : new IOException(ErrorText.of(e, directory.path()), e));
            }
            throw new CliException(
                    e instanceof TargetException ? ExitStatus.BAD_INPUT : ExitStatus.MACHINE,
                    ErrorText.of(e, directory.path()) + "; " + stored() + "; once mended, finish with: pinbench resume "
                            + directory.path());
        } finally {
            progress.close();
        }
    }

    private String stored() throws IOException {
        return directory.trials().size() + " of " + directory.manifest().plan().size() + " trials are stored";
    }
}
