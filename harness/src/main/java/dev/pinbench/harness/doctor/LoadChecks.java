package dev.pinbench.harness.doctor;

import dev.pinbench.harness.host.BusyProcess;
import dev.pinbench.harness.host.HostLoad;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Who else uses the cores? */
final class LoadChecks {

    private static final double STEAL_BIAS = 0.01;
    private static final double STEAL_INVALID = 0.05;
    private static final double BUSY = 0.05;
    private static final int NAMED = 5;

    private LoadChecks() {}

    static List<DoctorFinding> check(HostLoad load, KernelSettings settings) {
        List<DoctorFinding> findings = new ArrayList<>();
        findings.add(steal(load));
        findings.addAll(others(load));
        findings.add(irqbalance(settings));
        return findings;
    }

    private static DoctorFinding steal(HostLoad load) {
        Map.Entry<Integer, Double> worst = load.stealShareByCpu().entrySet().stream()
                .max(Map.Entry.<Integer, Double>comparingByValue()
                        .thenComparing(
                                Map.Entry.<Integer, Double>comparingByKey().reversed()))
                .orElse(null);
        if (worst == null) {
            return DoctorFinding.note("steal", "unknown: the tick counters did not advance", "not checked", null);
        }
        String observed = String.format(
                Locale.ROOT,
                "at most %s (CPU %d) over %.1f s",
                percent(worst.getValue()),
                worst.getKey(),
                load.seconds());
        if (worst.getValue() > STEAL_INVALID) {
            return DoctorFinding.bias(
                    "steal",
                    observed,
                    "the hypervisor takes so much that trials like this are marked invalid (over 5 %)",
                    "# use a machine with dedicated cores, or a quieter hour");
        }
        if (worst.getValue() > STEAL_BIAS) {
            return DoctorFinding.bias(
                    "steal",
                    observed,
                    "throughput falls whenever the hypervisor runs something else (over 1 %)",
                    "# use a machine with dedicated cores, or a quieter hour");
        }
        return DoctorFinding.ok("steal", observed, "the hypervisor leaves the cores alone");
    }

    private static List<DoctorFinding> others(HostLoad load) {
        List<BusyProcess> processes = load.processes();
        if (processes == null) {
            return List.of(DoctorFinding.note(
                    "other load", "unknown: the kernel tells no task times", "co-runners go unseen", null));
        }
        List<DoctorFinding> busy = processes.stream()
                .filter(process -> process.share() > BUSY)
                .limit(NAMED)
                .map(LoadChecks::busy)
                .toList();
        if (!busy.isEmpty()) {
            return busy;
        }
        String observed = processes.isEmpty() ? "no other process ran" : "busiest is " + describe(processes.get(0));
        return List.of(DoctorFinding.ok("other load", observed, "nobody else uses 5 % of a core"));
    }

    private static DoctorFinding busy(BusyProcess process) {
        return DoctorFinding.bias(
                "other load",
                describe(process),
                "it competes with whatever is measured on that core",
                // The name tells what to stop; killing it is not ours to suggest.
                "ps -o pid,ppid,user,psr,pcpu,args -p " + process.pid());
    }

    private static String describe(BusyProcess process) {
        return String.format(
                Locale.ROOT,
                "%s (pid %d) with %s of a core, last on CPU %d",
                Printable.escape(process.comm()),
                process.pid(),
                percent(process.share()),
                process.cpu());
    }

    private static DoctorFinding irqbalance(KernelSettings settings) {
        return settings.irqbalance()
                ? DoctorFinding.bias(
                        "irqbalance",
                        "running",
                        "it moves interrupts between cores in the middle of trials",
                        "sudo systemctl stop irqbalance")
                : DoctorFinding.ok("irqbalance", "not running", "interrupts stay where they are");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
