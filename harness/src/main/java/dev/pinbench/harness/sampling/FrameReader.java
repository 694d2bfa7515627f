package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All sources, read one after the other: a frame. Takes frames when it is told to; pace and thread are not its matter. */
final class FrameReader implements Closeable {

    private final Workbench bench;
    private final Resources resources;
    private final List<Source> sources;
    private final TaskSource tasks;
    private final Identity identity;
    private final @Nullable CoRunnerSource coRunners;
    private int frames;

    FrameReader(Workbench bench, Resources resources, List<Source> sources, TaskSource tasks) {
        this(bench, resources, sources, tasks, new Identity(bench, List.of()), null);
    }

    private FrameReader(
            Workbench bench,
            Resources resources,
            List<Source> sources,
            TaskSource tasks,
            Identity identity,
            @Nullable CoRunnerSource coRunners) {
        this.bench = bench;
        this.resources = resources;
        this.sources = sources;
        this.tasks = tasks;
        this.identity = identity;
        this.coRunners = coRunners;
    }

    /** Opens every file; what cannot be opened is named. Looks for co-runners on its own. */
    static FrameReader open(SamplerConfig config) throws IOException {
        Resources resources = new Resources();
        CoRunnerSearch search = new CoRunnerSearch(config.procRoot());
        resources.add(search);
        return open(config, search, resources);
    }

    /** As the other, and goes on with a search for co-runners that stays open. */
    static FrameReader open(SamplerConfig config, CoRunnerSearch search) throws IOException {
        return open(config, search, new Resources());
    }

    @SuppressWarnings("MustBeClosedChecker") // on success the reader owns them
    private static FrameReader open(SamplerConfig config, CoRunnerSearch search, Resources resources)
            throws IOException {
        Workbench bench = Workbench.at(config.procRoot());
        try {
            List<Source> sources = new ArrayList<>();
            sources.add(new CpuSource(bench, config.ksoftirqd(), resources));
            for (NamespaceSource namespace : config.namespaces()) {
                sources.add(new NetSource(bench, namespace, resources));
            }
            TaskSource tasks = new TaskSource(bench);
            resources.add(tasks);
            sources.add(tasks);
            tasks.watchOwn(ownPid(bench));
            CoRunnerSource coRunners = null;
            if (!config.coRunnerCpus().isEmpty()) {
                coRunners = new CoRunnerSource(bench, config.coRunnerCpus(), config.ksoftirqd(), tasks, search);
                resources.add(coRunners);
                sources.add(coRunners);
            }
            sources.add(new IrqSource(
                    bench, new ReadingPace(config.periodNanos()), resources)); // last, as it takes longest
            Identity identity = new Identity(bench, config.namespaces());
            return new FrameReader(bench, resources, sources, tasks, identity, coRunners);
        } catch (IOException | RuntimeException e) {
            try (resources) {
                throw e;
            }
        }
    }

    /** The harness's own number in {@code procRoot}, which may be that of another PID namespace. */
    private static long ownPid(Workbench bench) throws IOException {
        Path self = bench.procRoot().resolve("self");
        String pid = Files.readSymbolicLink(self).toString();
        try (KernelFile schedstat = KernelFile.open(bench.procRoot().resolve(pid + "/schedstat"))) {
            SchedstatFile times = new SchedstatFile();
            schedstat.read(bench.text());
            times.parse(bench.text());
            if (times.isBlank()) {
                throw bench.text().complaint("this kernel keeps no run times of tasks (needs CONFIG_SCHED_INFO)");
            }
            return Long.parseLong(pid);
        } catch (NumberFormatException e) {
            throw new IOException(self + ": expected a link to this process's number, found '" + pid + "'", e);
        }
    }

    /** This reader with no other sources than those of {@code kind}; both share their files and their rows. */
    FrameReader only(Class<? extends Source> kind) {
        List<Source> chosen = sources.stream().filter(kind::isInstance).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no source is a " + kind.getSimpleName());
        }
        return new FrameReader(bench, resources, chosen, tasks, identity, coRunners);
    }

    /** From the next frame on watches all threads of {@code pid}; may be called from any thread. */
    void watch(TaskRole role, long pid) {
        tasks.watch(role, pid);
    }

    /** Watches a task as a walk would have it watched that found it busy; only where co-runners are looked for. */
    void watchCoRunner(BusyTask found) {
        if (coRunners == null) {
            throw new IllegalStateException("no co-runners are looked for");
        }
        coRunners.watch(found);
    }

    /** Reads everything now; returns when the reading began, ns on the monotonic clock. */
    long take() {
        long start = System.nanoTime();
        for (int i = 0; i < sources.size(); i++) {
            sources.get(i).sample(frames);
        }
        bench.store().frame(start, System.nanoTime());
        frames++;
        return start;
    }

    /**
     * Does what must not be done in a frame: makes room for {@code expectedFrames} more, and looks for co-runners, but
     * not beyond {@code deadline}.
     */
    void betweenFrames(long deadline, int expectedFrames) {
        prepare(expectedFrames);
        if (coRunners != null) {
            coRunners.betweenFrames(deadline);
        }
    }

    /** Notes as gaps what is no longer what it was at the begin, and what could not be opened; to be called after the last frame. */
    void finish() {
        identity.compare(frames - 1);
        bench.clocks()
                .refusal()
                .ifPresent(reason -> bench.gaps()
                        .add(0, "task clocks", "run times of some or all tasks are those of schedstat: " + reason));
    }

    /** Whether co-runners were found out in time, or nobody asked for them. */
    boolean coRunnersKnown() {
        return coRunners == null || coRunners.known();
    }

    /** Every pass over all tasks in search of co-runners that has ended. */
    List<CoRunnerPass> coRunnerPasses() {
        return coRunners == null ? List.of() : coRunners.passes();
    }

    /** Makes room for the frames to come; takes memory, so it is called between frames. */
    void prepare(int expectedFrames) {
        bench.store().prepare(expectedFrames);
    }

    /** Drops all rows; the next frame is again the first after the baseline. */
    void startOver() {
        bench.store().clear();
        long now = System.nanoTime();
        bench.store().frame(now, now);
        frames = 1;
    }

    /** What is to happen before a frame. */
    interface Step {
        /** Does it. */
        void run() throws IOException;
    }

    /**
     * Takes {@code count} frames, {@code before} run before each, and returns which files one of them read: one that read few,
     * a tenth of them reading less. While a program warms up, its other threads run more often than later.
     */
    List<BareRead> recordFiles(int count, Step before) throws IOException {
        List<List<BareRead>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            before.run();
            bench.journal().begin();
            take();
            all.add(bench.journal().end());
        }
        all.sort(Comparator.comparingInt(List::size));
        return all.get(count / 10);
    }

    /** Frames taken, the baseline among them. */
    int frames() {
        return frames;
    }

    /** All that was read, as records. */
    Frames result(int missedDeadlines) {
        return bench.store().toFrames(missedDeadlines, bench.gaps().sentences());
    }

    @Override
    public void close() throws IOException {
        resources.close();
    }
}
