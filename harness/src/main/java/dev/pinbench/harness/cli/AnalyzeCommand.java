package dev.pinbench.harness.cli;

import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.report.RunOutputs;
import dev.pinbench.analysis.report.TerminalTable;
import dev.pinbench.analysis.results.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pinbench analyze}. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "Makes the statistics again from what is stored; nothing is measured.")
final class AnalyzeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "RUN_DIR", description = "the run directory")
    @SuppressWarnings("NullAway.Init") // required: picocli sets it before call()
    private Path path;

    AnalyzeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RunDirectory directory = RunPaths.open(path);
        directory.rewriteTrialsCsv();
        RunAnalysis analysis = RunOutputs.analyze(directory);
        console.out().println(TerminalTable.render(directory.manifest(), analysis, console.width()));
        console.out().flush();
        return ExitStatus.DONE;
    }
}
