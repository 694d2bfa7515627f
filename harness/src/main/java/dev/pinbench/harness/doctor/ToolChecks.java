package dev.pinbench.harness.doctor;

import dev.pinbench.harness.host.Tool;
import dev.pinbench.harness.host.ToolVersion;
import dev.pinbench.harness.host.Tools;
import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Are the programs there, and new enough? */
final class ToolChecks {

    private ToolChecks() {}

    static List<DoctorFinding> check(List<Tool> tools) {
        List<DoctorFinding> findings = new ArrayList<>();
        for (Tool tool : tools) {
            if (!tool.isPresent()) {
                findings.add(missing(tool));
            } else if (tool.name().equals("iperf3")) {
                findings.add(iperf3(tool));
            } else {
                findings.add(DoctorFinding.ok(tool.name(), observed(tool), tool.purpose()));
            }
        }
        return findings;
    }

    private static DoctorFinding missing(Tool tool) {
        String mend = "sudo apt-get install " + tool.debianPackage();
        return tool.required()
                ? DoctorFinding.stop(
                        tool.name(), "not installed", "nothing can be measured: it " + tool.purpose(), mend)
                : DoctorFinding.note(
                        tool.name(), "not installed", "only what needs it is out of reach: it " + tool.purpose(), mend);
    }

    private static DoctorFinding iperf3(Tool tool) {
        Optional<ToolVersion> version = Optional.ofNullable(tool.version()).flatMap(ToolVersion::parse);
        if (version.isEmpty()) {
            return DoctorFinding.note(
                    tool.name(), observed(tool), "whether it is 3.9 or later is not known", "iperf3 --version");
        }
        if (version.get().compareTo(Tools.IPERF3_MINIMUM) < 0) {
            return DoctorFinding.stop(
                    tool.name(),
                    observed(tool),
                    "Pinbench needs 3.9 or later: older ones lack options and JSON fields that it uses",
                    "sudo apt-get install iperf3");
        }
        if (version.get().compareTo(Tools.IPERF3_THREADED) < 0) {
            return DoctorFinding.note(
                    tool.name(),
                    observed(tool),
                    "before 3.16 parallel streams (-P) share one thread, so they never use more than one core",
                    "# for streams on several cores use streams: {processes: N} in the profile");
        }
        return DoctorFinding.ok(tool.name(), observed(tool), "parallel streams have a thread each");
    }

    private static String observed(Tool tool) {
        String version = tool.version();
        return version == null ? "installed, version not told" : "version " + Printable.escape(version);
    }
}
