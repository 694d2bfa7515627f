package dev.pinbench.harness.doctor;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.process.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Are the cores alike, constant and ours? */
final class CpuChecks {

    /** Client, server and one core for everything else. */
    private static final int CORES_FOR_A_HOUSEKEEPER = 3;

    private CpuChecks() {}

    static List<DoctorFinding> check(HostFacts facts, KernelSettings settings) {
        return List.of(
                count(facts),
                governor(facts.governor()),
                turbo(settings),
                smt(facts.smtActive()),
                virtualization(facts.virtualization()),
                isolation("isolated cores", facts.isolatedCpus(), "isolcpus"),
                isolation("tickless cores", settings.nohzFullCpus(), "nohz_full"));
    }

    private static DoctorFinding count(HostFacts facts) {
        int cpus = facts.cpus().size();
        String observed = cpus + (cpus == 1 ? " CPU" : " CPUs") + " online";
        if (cpus < CORES_FOR_A_HOUSEKEEPER) {
            return DoctorFinding.note(
                    "cores",
                    observed,
                    "no core is left for housekeeping, so Pinbench shares a measured one; its share is in every"
                            + " trial's record",
                    "# use a machine with 3 or more CPUs");
        }
        return DoctorFinding.ok("cores", observed, "Pinbench can stay off the measured cores");
    }

    private static DoctorFinding governor(@Nullable String governor) {
        if (governor == null) {
            return DoctorFinding.note(
                    "cpufreq governor",
                    "unknown (no readable cpufreq, as in most virtual machines)",
                    "core frequencies may vary unseen between trials",
                    null);
        }
        if (governor.equals("performance")) {
            return DoctorFinding.ok("cpufreq governor", governor, "frequency does not wait for load");
        }
        return DoctorFinding.bias(
                "cpufreq governor",
                Printable.escape(governor),
                "frequency follows load with a delay, so a lightly loaded core looks slow",
                "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor");
    }

    private static DoctorFinding turbo(KernelSettings settings) {
        Boolean turbo = settings.turbo();
        if (turbo == null) {
            return DoctorFinding.note(
                    "turbo", "unknown", "core frequencies may vary unseen with heat and busy neighbours", null);
        }
        if (!turbo) {
            return DoctorFinding.ok("turbo", "off", "frequency does not depend on heat or on busy neighbours");
        }
        return DoctorFinding.bias(
                "turbo",
                "on",
                "frequency falls with heat and with each further busy core, which looks like a slower path",
                turboOff(settings.turboSwitch()));
    }

    private static String turboOff(@Nullable String turboSwitch) {
        if (turboSwitch == null) {
            return "# turn turbo off in the firmware set-up";
        }
        int equals = turboSwitch.lastIndexOf('=');
        return "echo " + turboSwitch.substring(equals + 1) + " | sudo tee " + turboSwitch.substring(0, equals);
    }

    private static DoctorFinding smt(@Nullable Boolean active) {
        if (active == null) {
            return DoctorFinding.note("SMT", "unknown", "two CPUs may share one core unseen", null);
        }
        return active
                ? DoctorFinding.bias(
                        "SMT",
                        "active",
                        "siblings share one core's units: work on one slows the other without any softirq or process"
                                + " on it",
                        "echo off | sudo tee /sys/devices/system/cpu/smt/control")
                : DoctorFinding.ok("SMT", "not active", "no two CPUs share a core");
    }

    private static DoctorFinding virtualization(@Nullable String name) {
        if (name == null) {
            return DoctorFinding.note("virtual machine", "unknown", "steal, if any, is checked apart", null);
        }
        return name.equals("none")
                ? DoctorFinding.ok("virtual machine", "no", "the kernel has the processors to itself")
                : DoctorFinding.note(
                        "virtual machine",
                        Printable.escape(name),
                        "the hypervisor may take time from any core, and wake-ups across cores cost more; compare"
                                + " only within a run",
                        null);
    }

    private static DoctorFinding isolation(String subject, @Nullable String cpus, String option) {
        if (cpus == null || cpus.isEmpty()) {
            return DoctorFinding.ok(
                    subject,
                    cpus == null ? option + " unknown to this kernel" : option + " not set",
                    "the scheduler treats all cores alike");
        }
        return DoctorFinding.note(
                subject,
                option + "=" + Printable.escape(cpus),
                "these cores are not like the others: compare core pairs only within one kind",
                null);
    }
}
