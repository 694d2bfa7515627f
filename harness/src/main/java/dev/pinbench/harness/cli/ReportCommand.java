package dev.pinbench.harness.cli;

import dev.pinbench.analysis.report.RunOutputs;
import dev.pinbench.analysis.results.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pinbench report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes the charts and report.html again from what is stored.")
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN_DIR", description = "the run directory")
    @SuppressWarnings("NullAway.Init") // required: picocli sets it before call()
    private Path path;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunPaths.open(path);
        Path file = RunOutputs.report(directory, RunOutputs.analyze(directory));
        console.out().println(file);
        console.out().flush();
        return ExitStatus.DONE;
    }
}
