package dev.pinbench.harness.doctor;

import dev.pinbench.harness.host.CgroupLimits;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.HostLoad;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.host.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Examines a machine before anything is measured on it. */
public final class Doctor {

    /** Long enough for steal, which counts in steps of 10 ms, to be told to half a percent. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

    private Doctor() {}

    /**
     * Examines this machine.
     *
     * @param outDirectory where runs are to be stored; need not exist yet
     * @param interval how long to watch what others take of the machine
     * @param taskClockLacking why there are no task clocks, or only some; empty if there are
     * @param survey finds what each datapath lacks; asked only where a lab can be made at all
     * @return every check's finding, in a fixed order
     * @throws IOException if the kernel or the processors can't be read at all
     */
    public static List<DoctorFinding> examine(
            Path outDirectory, Duration interval, Optional<String> taskClockLacking, DatapathNeeds.Survey survey)
            throws IOException, InterruptedException {
        HostFiles files = HostFiles.live();
        // Watched first: the checks that run programs would otherwise see their own load.
        HostLoad load = HostLoad.watchLive(interval);
        Privileges privileges = Privileges.readLive();
        return judge(new Examination(
                HostFactsReader.readLive(),
                KernelSettings.read(files),
                taskClockLacking,
                privileges,
                CgroupLimits.read(files),
                Tools.detect(),
                load,
                List.of(DiskSpace.of(outDirectory), DiskSpace.of(Path.of("/tmp"))),
                privileges.mode() == Privileges.Mode.NONE
                        ? List.of()
                        : survey.of(privileges.mode() == Privileges.Mode.ROOTLESS)));
    }

    /** Whether a measurement can't be made at all. */
    public static boolean blocked(List<DoctorFinding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.STOP);
    }

    static List<DoctorFinding> judge(Examination examination) {
        List<DoctorFinding> findings = new ArrayList<>();
        findings.addAll(PrivilegeChecks.check(examination.privileges()));
        findings.addAll(ToolChecks.check(examination.tools()));
        findings.addAll(KernelChecks.check(examination));
        findings.addAll(CpuChecks.check(examination.facts(), examination.settings()));
        findings.addAll(LoadChecks.check(examination.load(), examination.settings()));
        findings.addAll(RoomChecks.check(examination));
        findings.addAll(DatapathChecks.check(examination.datapaths()));
        return List.copyOf(findings);
    }
}
