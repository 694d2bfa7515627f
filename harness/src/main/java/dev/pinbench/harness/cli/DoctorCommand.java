package dev.pinbench.harness.cli;

import dev.pinbench.harness.doctor.DatapathNeeds;
import dev.pinbench.harness.doctor.Doctor;
import dev.pinbench.harness.doctor.DoctorFinding;
import dev.pinbench.harness.doctor.DoctorReport;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.sampling.KsoftirqdThreads;
import dev.pinbench.harness.sampling.TaskClocks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pinbench doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Says what on this machine will bias or stop a measurement, and how to mend it.")
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<DoctorFinding> findings = Doctor.examine(
                RunPaths.results(console),
                Doctor.DEFAULT_INTERVAL,
                TaskClocks.lacking(KsoftirqdThreads.discover(Path.of("/proc"))),
                DoctorCommand::datapaths);
        console.out().println(DoctorReport.render(findings, console.width(), console.colour()));
        console.out().flush();
        return Doctor.blocked(findings) ? ExitStatus.MACHINE : ExitStatus.DONE;
    }

    private static List<DatapathNeeds> datapaths(boolean rootless) throws InterruptedException {
        List<DatapathNeeds> needs = new ArrayList<>();
        for (Datapath datapath : Datapaths.all()) {
            needs.add(new DatapathNeeds(
                    datapath.name(),
                    datapath.standsFor(),
                    datapath.lacking(rootless).stream()
                            .map(lack -> new DatapathNeeds.Missing(lack.what(), lack.mend()))
                            .toList()));
        }
        return needs;
    }
}
