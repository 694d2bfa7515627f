package dev.pinbench.analysis.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code probe.json}: what the exact probe saw in the measured window of a trial, beside what the kernel's ticks,
 * {@code schedstat} and task clocks said of the same time. Shares are 0 to 1 of one core.
 *
 * @param schemaVersion version of this file and of {@code probe.csv.gz}, see {@link #SCHEMA_VERSION}
 * @param cores one entry for each CPU that the probe saw in the window, ascending
 * @param tasks those with at least 0.1 % of a CPU, the idle tasks and what cannot be told left out, by CPU and then
 *     falling share
 * @param gaps what the probe could not see, one sentence each
 * @param budgets of the same CPUs, from the probe alone; {@code null} in files from before they were made
 */
public record ProbeShares(
        int schemaVersion,
        List<Core> cores,
        List<Task> tasks,
        List<String> gaps,
        @Nullable List<TimedBudget> budgets) {

    /** Version that this program writes. */
    public static final int SCHEMA_VERSION = 1;

    public ProbeShares {
        cores = List.copyOf(cores);
        tasks = List.copyOf(tasks);
        gaps = List.copyOf(gaps);
        budgets = budgets == null ? null : List.copyOf(budgets);
    }

    /**
     * One CPU.
     *
     * @param cpu logical CPU number
     * @param coveredNanos time of the window that the probe's rows cover, ns
     * @param softirqShare timed: the sum of the next three
     * @param inlineShare softirq in the context of tasks
     * @param ksoftirqdShare softirq in ksoftirqd
     * @param idleShare softirq on the idle CPU
     * @param irqShare timed: handlers of hard interrupts
     * @param untoldShare time that a missed task switch keeps from being told between tasks; {@code null} in files from
     *     before it was kept apart
     * @param tickSoftirqShare the same softirq share as {@code /proc/stat} has it; {@code null} if unknown
     * @param tickStandardError its stated sampling error; {@code null} if unknown
     * @param tickToExact ratio of the two; {@code null} if one is unknown or the exact one is 0
     * @param withinError whether the two differ by no more than chance explains: twice the sampling error that a tick-based
     *     share has where the exact one is true, and one tick; {@code null} if unknown
     */
    public record Core(
            int cpu,
            long coveredNanos,
            double softirqShare,
            double inlineShare,
            double ksoftirqdShare,
            double idleShare,
            double irqShare,
            @Nullable Double untoldShare,
            @Nullable Double tickSoftirqShare,
            @Nullable Double tickStandardError,
            @Nullable Double tickToExact,
            @Nullable Boolean withinError) {}

    /**
     * One task on one CPU.
     *
     * @param cpu logical CPU number
     * @param tid thread id
     * @param name the kernel's name of the thread
     * @param runShare timed: time on the CPU, interruptions included; without the core's {@code untoldShare}, of which some
     *     may be this task's
     * @param softirqShare timed: the part of it that was softirq in its context
     * @param irqShare timed: the part of it that was hard interrupts
     * @param ownShare what is left: the task's own work
     * @param schedstatRunShare {@code runShare} as {@code /proc/<tid>/schedstat} has it; {@code null} if not watched
     * @param schedstatAgrees whether it and {@code runShare} differ by no more than 1 % of the core; {@code null} if not
     *     watched, and in files from before it was said. Files of before allowed for {@code untoldShare} as well
     * @param bookedRunShare what the kernel's own book, which {@code schedstat} prints ({@code se.sum_exec_runtime}, read at
     *     every task switch), gained while the task was on the CPU; {@code null} if nothing of it was seen, and in files
     *     from before it was read
     * @param schedstatAsBooked whether {@code schedstatRunShare} and {@code bookedRunShare} differ by no more than 1 % of
     *     the core; {@code null} if one is
     * @param clockRunShare {@code runShare} as the task clock of the frames has it; {@code null} if there was none, and in files
     *     from before there were any
     * @param switchShare timed: the part of {@code runShare} that the switches to the task took, of which a task clock has some
     *     last part only; {@code null} if they were not timed, and in files from before they were
     * @param clockAgrees whether {@code clockRunShare} is by no more than 1 % of the core above {@code runShare} or below {@code
     *     runShare} without {@code switchShare}, where that is known; {@code null} if there is no task clock
     */
    public record Task(
            int cpu,
            int tid,
            String name,
            double runShare,
            double softirqShare,
            double irqShare,
            double ownShare,
            @Nullable Double schedstatRunShare,
            @Nullable Boolean schedstatAgrees,
            @Nullable Double bookedRunShare,
            @Nullable Boolean schedstatAsBooked,
            @Nullable Double clockRunShare,
            @Nullable Double switchShare,
            @Nullable Boolean clockAgrees) {

        /** What the metrics of the trial rest on: the task clock where there is one, else {@code schedstat}. */
        @Nullable
        Double sampledRunShare() {
            return clockRunShare == null ? schedstatRunShare : clockRunShare;
        }

        /** Whether it agrees with {@code runShare}, each by its rule; {@code null} if not watched. */
        public @Nullable Boolean sampledAgrees() {
            return clockRunShare == null ? schedstatAgrees : clockAgrees;
        }

        private double sampledDifference() {
            if (clockRunShare != null) {
                return clockDifference(clockRunShare, runShare, switchShare);
            }
            return schedstatRunShare == null ? 0 : Math.abs(schedstatRunShare - runShare);
        }

        private double misreadDifference() {
            return schedstatRunShare == null || bookedRunShare == null
                    ? 0
                    : Math.abs(schedstatRunShare - bookedRunShare);
        }
    }

    /**
     * How far a task clock is from what it may say of a task that ran {@code runShare} of a core: all of it, or that without the
     * switches to the task, or anything between. The probe's share begins at the switch to the task, the clock within that switch.
     *
     * @param switchShare what the switches took; {@code null} if that is not known, and no room is given then
     */
    public static double clockDifference(double clockRunShare, double runShare, @Nullable Double switchShare) {
        double least = switchShare == null ? runShare : runShare - switchShare;
        return Math.max(0, Math.max(clockRunShare - runShare, least - clockRunShare));
    }

    /** One sentence for each CPU whose tick-based softirq share is off by more than chance explains. */
    public List<String> biasedTicks() {
        return cores.stream()
                .filter(core -> Boolean.FALSE.equals(core.withinError()))
                .map(core -> String.format(
                        Locale.ROOT,
                        "the tick-based softirq share of CPU %d is off by more than its error: %.1f %% against %.1f %% timed",
                        core.cpu(),
                        100 * Objects.requireNonNull(core.tickSoftirqShare()),
                        100 * core.softirqShare()))
                .toList();
    }

    /**
     * One sentence on the tasks whose run time by the frames, on which the metrics rest, differs too much from the exact one, the
     * worst by name; {@code null} if none does.
     */
    public @Nullable String disagreement() {
        List<Task> apart = worstFirst(task -> Boolean.FALSE.equals(task.sampledAgrees()), Task::sampledDifference);
        if (apart.isEmpty()) {
            return null;
        }
        Task worst = apart.get(0);
        boolean clocked = worst.clockRunShare() != null;
        return sentence(
                        (clocked ? "task-clock" : "schedstat") + " and the exact probe differ",
                        apart,
                        Objects.requireNonNull(worst.sampledRunShare()),
                        worst.runShare())
                + (clocked ? switches(worst.switchShare()) : book(worst.bookedRunShare()));
    }

    private static String switches(@Nullable Double share) {
        return share == null ? "" : String.format(Locale.ROOT, ", of which %.1f %% switches to it", 100 * share);
    }

    private static String book(@Nullable Double share) {
        return share == null
                ? ""
                : String.format(Locale.ROOT, " (the kernel's own book, at its switches: %.1f %%)", 100 * share);
    }

    /**
     * One sentence on the tasks whose run time in the frames is not that of the kernel's own book, the worst by name;
     * {@code null} if there is none. Then the frames are wrong, and not only the kernel's way to book.
     */
    public @Nullable String misreading() {
        List<Task> apart = worstFirst(task -> Boolean.FALSE.equals(task.schedstatAsBooked()), Task::misreadDifference);
        if (apart.isEmpty()) {
            return null;
        }
        return sentence(
                "the frames' schedstat differs from the kernel's own book",
                apart,
                Objects.requireNonNull(apart.get(0).schedstatRunShare()),
                Objects.requireNonNull(apart.get(0).bookedRunShare()));
    }

    private static String sentence(String what, List<Task> apart, double sampled, double against) {
        Task worst = apart.get(0);
        return String.format(
                Locale.ROOT,
                "%s by more than 1 %% of a core on %d %s, most on %s, CPU %d: %.1f %% against %.1f %%",
                what,
                apart.size(),
                apart.size() == 1 ? "task" : "tasks",
                worst.name(),
                worst.cpu(),
                100 * sampled,
                100 * against);
    }

    private List<Task> worstFirst(Predicate<Task> which, ToDoubleFunction<Task> difference) {
        return tasks.stream()
                .filter(which)
                .sorted(Comparator.comparingDouble(difference).reversed())
                .toList();
    }

    /** The core that spent most of its time in softirq, by the exact measure; {@code null} if none was seen. */
    public @Nullable Core busiest() {
        Core busiest = null;
        for (Core core : cores) {
            if (busiest == null || core.softirqShare() > busiest.softirqShare()) {
                busiest = core;
            }
        }
        return busiest;
    }
}
