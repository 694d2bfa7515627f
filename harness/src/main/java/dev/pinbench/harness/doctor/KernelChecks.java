package dev.pinbench.harness.doctor;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.KernelRelease;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.process.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How does this kernel count time, and how does it run softirqs? */
final class KernelChecks {

    /** Linux 6.18 with tick accounting against an eBPF trace of the same seconds, core by core and trial by trial. */
    private static final String TICK_BIAS = "and they can be 0.3 to 2.2 times the true ones";

    private KernelChecks() {}

    static List<DoctorFinding> check(Examination examination) {
        HostFacts facts = examination.facts();
        KernelSettings settings = examination.settings();
        return List.of(
                timer(facts.timerHz()),
                irqTime(facts),
                ksoftirqd(facts.kernelRelease()),
                taskTimes(settings, examination.taskClockLacking()),
                clocksource(facts.clocksource(), settings));
    }

    private static DoctorFinding timer(@Nullable Integer hz) {
        if (hz == null) {
            return DoctorFinding.note(
                    "timer tick",
                    "CONFIG_HZ unknown: no kernel configuration in /proc/config.gz or /boot",
                    "the error of tick-sampled shares can't be told",
                    "# make the configuration of the running kernel readable in /boot");
        }
        return DoctorFinding.ok(
                "timer tick",
                "CONFIG_HZ=" + hz,
                String.format(Locale.ROOT, "ticks sample each core every %.1f ms", 1000.0 / hz));
    }

    private static DoctorFinding irqTime(HostFacts facts) {
        Boolean accounted = facts.irqTimeAccounting();
        if (accounted == null) {
            return DoctorFinding.note(
                    "softirq time",
                    "whether the kernel measures it (CONFIG_IRQ_TIME_ACCOUNTING) is unknown",
                    "softirq shares are to be read as tick-sampled: standard error " + standardError(facts.timerHz())
                            + ", " + TICK_BIAS,
                    null);
        }
        if (accounted) {
            return DoctorFinding.ok(
                    "softirq time",
                    "measured in ns (IRQ time accounting is on)",
                    "inline softirq time is exact; ksoftirqd's own is told by its run time");
        }
        return DoctorFinding.note(
                "softirq time",
                "tick-sampled (IRQ time accounting is off)",
                "softirq shares have a standard error of " + standardError(facts.timerHz()) + ", " + TICK_BIAS,
                "# for exact softirq times, run as root with bpftrace installed");
    }

    private static String standardError(@Nullable Integer hz) {
        String formula = "sqrt(p(1-p)/(T*HZ))";
        if (hz == null) {
            return formula;
        }
        double points = 100 * Math.sqrt(0.3 * 0.7 / hz);
        return String.format(Locale.ROOT, "%s, %.1f points at p = 0.3 over T = 1 s with HZ %d", formula, points, hz);
    }

    /** Commits 4cd13c21b207 (4.9) and its revert d15121be7485 (6.5). */
    private static DoctorFinding ksoftirqd(String release) {
        Optional<KernelRelease> version = KernelRelease.parse(release);
        String observed = "kernel " + Printable.escape(release);
        String caveat = "; distributions carry either behaviour to other versions, so trust what a run shows";
        if (version.isEmpty()) {
            return DoctorFinding.note("ksoftirqd", observed, "its handling of softirqs is unknown" + caveat, null);
        }
        boolean defers = version.get().isAtLeast(4, 9) && !version.get().isAtLeast(6, 5);
        String effect = defers
                ? "4.9 to 6.4 leave softirqs to ksoftirqd once it is awake, so they share the core fairly with"
                        + " processes"
                : "before 4.9 and from 6.5 on softirqs run inline even while ksoftirqd is awake, so they can starve"
                        + " processes of the core";
        return DoctorFinding.note("ksoftirqd", observed, effect + caveat, null);
    }

    private static DoctorFinding taskTimes(KernelSettings settings, Optional<String> clockLacking) {
        String subject = "task times";
        if (!settings.taskSchedstat()) {
            return DoctorFinding.bias(
                    subject,
                    "/proc/PID/schedstat is not there",
                    "times of ksoftirqd, iperf3 and competitors are unknown or 10 ms coarse",
                    "# use a kernel with CONFIG_SCHED_INFO (set by CONFIG_SCHEDSTATS or CONFIG_TASK_DELAY_ACCT)");
        }
        if (clockLacking.isPresent()) {
            return DoctorFinding.note(
                    subject,
                    "/proc/PID/schedstat is there, perf's task clock is not, or not for all: "
                            + Printable.escape(clockLacking.get()),
                    "run times are those of schedstat, which gave tasks that wake often up to 17 % of a core too much, and"
                            + " those that they preempt as much too little",
                    "# run as root, in a container with CAP_PERFMON and a seccomp profile that allows perf_event_open");
        }
        return DoctorFinding.ok(
                subject,
                "perf's task clock and /proc/PID/schedstat are there",
                "run times of tasks are counted from switch to switch, in ns, wait times by the scheduler");
    }

    private static DoctorFinding clocksource(@Nullable String clocksource, KernelSettings settings) {
        if (clocksource == null) {
            return DoctorFinding.note("clock source", "unknown", "the cost of reading the clock is unknown", null);
        }
        return switch (clocksource) {
            case "hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit" ->
                DoctorFinding.bias(
                        "clock source",
                        clocksource,
                        "each reading of the clock costs microseconds or is coarse, for iperf3 as for the sampler",
                        settings.clocksources().contains("tsc")
                                ? "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource"
                                : "# find out from dmesg why the kernel gave up the TSC");
            default ->
                DoctorFinding.ok("clock source", Printable.escape(clocksource), "reading the clock costs little");
        };
    }
}
