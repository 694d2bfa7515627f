package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The busiest tasks of each measured CPU that nobody named. Between frames, {@link #betweenFrames} walks over all tasks
 * in small slices; at the end of each pass the busiest of each CPU are chosen, and those are read in every frame, exact
 * to the ns, until busier ones take their places.
 */
final class CoRunnerSource implements Source, Closeable {

    /** Tasks watched for each CPU; and in all, whatever the number of CPUs. */
    static final int EACH_CPU = 4;

    static final int ALL = 64;

    /** Before the baseline nothing is measured yet, but the trial waits. */
    private static final long START_NANOS = 100_000_000;

    private final Workbench bench;
    private final Set<Integer> cpus;
    private final TaskSource tasks;
    private final CoRunnerSearch search;
    private final IntPredicate named;
    private final List<CoRunner> watched = new ArrayList<>();
    private final List<CoRunnerPass> passes = new ArrayList<>();
    private final WalkPace pace;
    private final boolean knownFromBefore;
    private int frame = -1;
    private int passFrame = -1;
    private boolean broken;

    private record CoRunner(BusyTask found, WatchedTask task) {}

    /**
     * Watches what the search has found before, and lets it go on until a pass ends, but for no more than 100 ms. Of a search
     * that has not begun before, that gives the pass while sampling something to compare with; else, co-runners from the first
     * frame on.
     */
    CoRunnerSource(
            Workbench bench, Set<Integer> cpus, KsoftirqdThreads ksoftirqd, TaskSource tasks, CoRunnerSearch search) {
        this.bench = bench;
        this.cpus = Set.copyOf(cpus);
        this.tasks = tasks;
        this.search = search;
        Set<Integer> kernelThreads = Set.copyOf(ksoftirqd.tidByCpu().values());
        named = pid -> kernelThreads.contains(pid) || tasks.watches(pid);
        search.exclude(named);
        choose();
        knownFromBefore = search.hasCompared();
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end && passes.isEmpty() && !broken) {
            step();
        }
        pace = new WalkPace(System.nanoTime());
    }

    @Override
    public void sample(int number) {
        frame = number;
        for (int i = watched.size() - 1; i >= 0; i--) {
            if (tasks.watches(watched.get(i).found().pid())
                    || !watched.get(i).task().sample(number)) {
                drop(i);
            }
        }
    }

    /** Goes on walking, but not beyond what {@link WalkPace} allows before {@code deadline}. */
    void betweenFrames(long deadline) {
        long now = System.nanoTime();
        long until = pace.until(now, deadline);
        while (now < until && !broken) {
            boolean ended = step();
            long after = System.nanoTime();
            pace.stepped(after - now);
            now = after;
            if (ended) {
                pace.passed(search.passBegan());
                return;
            }
        }
    }

    /** Every pass that has ended. */
    List<CoRunnerPass> passes() {
        return List.copyOf(passes);
    }

    /** Whether a pass while sampling, or one before this trial, has told what runs beside the measured tasks. */
    boolean known() {
        return knownFromBefore || passes.stream().anyMatch(pass -> pass.lastFrame() >= 0);
    }

    private boolean step() {
        if (!search.underWay()) {
            passFrame = frame;
        }
        try {
            if (!search.step()) {
                return false;
            }
            choose();
            passes.add(new CoRunnerPass(passFrame, frame, search.visited(), search.passNanos()));
            return true;
        } catch (IOException e) {
            broken = true;
            bench.gaps()
                    .add(
                            Math.max(0, frame),
                            "co-runners",
                            "co-runners cannot be looked for: "
                                    + KernelFile.describe(bench.procRoot().toString(), e));
            return false;
        }
    }

    /** Takes the busiest tasks of each CPU; those watched already stay if they are among them, or if there is room. */
    private void choose() {
        List<BusyTask> busiest = new ArrayList<>(search.busiest());
        busiest.removeIf(task -> named.test(task.pid()));
        for (CoRunner known : watched) {
            boolean met = busiest.stream()
                    .anyMatch(task -> task.tid() == known.found().tid());
            if (!met) {
                BusyTask idle = known.found();
                busiest.add(new BusyTask(idle.pid(), idle.tid(), idle.cpu(), 0));
            }
        }
        busiest.sort(Comparator.comparingDouble(BusyTask::share).reversed());
        List<BusyTask> chosen = new ArrayList<>();
        for (int cpu : cpus) {
            busiest.stream()
                    .filter(task -> task.cpu() == cpu)
                    .limit(Math.max(1, Math.min(EACH_CPU, ALL / cpus.size())))
                    .forEach(chosen::add);
        }
        for (int i = watched.size() - 1; i >= 0; i--) {
            int tid = watched.get(i).found().tid();
            if (chosen.stream().noneMatch(task -> task.tid() == tid)) {
                drop(i);
            }
        }
        for (BusyTask task : chosen.subList(0, Math.min(ALL, chosen.size()))) {
            watch(task);
        }
    }

    /** Reads the task in every frame from now on, unless it is watched already or has ended. */
    void watch(BusyTask found) {
        if (watched.stream().anyMatch(known -> known.found().tid() == found.tid())) {
            return;
        }
        try {
            watched.add(new CoRunner(found, WatchedTask.open(bench, TaskRole.CO_RUNNER, found.pid(), found.tid())));
        } catch (IOException e) {
            // ended since it was found: then it co-runs no more
            return;
        }
    }

    private void drop(int index) {
        WatchedTask task = watched.remove(index).task();
        try {
            task.close();
        } catch (IOException e) {
            bench.gaps()
                    .add(Math.max(0, frame), "close " + task.tid(), "cannot close a file of co-runner " + task.tid());
        }
    }

    @Override
    public void close() {
        while (!watched.isEmpty()) {
            drop(watched.size() - 1);
        }
    }
}
