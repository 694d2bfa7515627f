package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.openhft.affinity.Affinity;

/**
 * What benchmarks read: sources like those of a trial on the live machine. Four network namespaces with a process in each,
 * which are watched as iperf3 is; the threads of this Java process, which are watched as the harness is; and on two CPUs, or
 * the only one, as many co-runners as a trial watches there, each a process of its own that is pinned.
 *
 * <p>In a trial every one of these co-runners runs between two frames, so that each frame reads all of them. Benchmarks
 * take a frame right after another, so they have to ask for it: {@link #letCoRunnersRun}.
 */
final class BenchmarkScene implements Closeable {
    /** As many as a trial of a minute has; then the store is to be emptied. */
    static final int FRAMES_OF_A_TRIAL = 600;

    /** As in most trials: the client's and the server's. */
    private static final int MOST_CPUS = 2;

    private static final Path PROC = Path.of("/proc");
    private static final int NAMESPACES = 4;
    private static final int SETTLING_FRAMES = 2_000;
    private static final Duration COMPILING = Duration.ofSeconds(2);
    private static final int MOST_ATTEMPTS = 10;
    private static final int FILES_OF_A_THREAD = 2;

    private final List<Process> pods;
    private final List<Process> coRunners = new ArrayList<>();
    private final FrameReader reader;

    private BenchmarkScene(List<Process> pods, FrameReader reader) {
        this.pods = List.copyOf(pods);
        this.reader = reader;
    }

    /** Starts the processes, opens every file, and takes frames until the steady state is reached. */
    static BenchmarkScene open() throws IOException {
        Set<Integer> cpus =
                Affinity.getAffinity().stream().limit(MOST_CPUS).boxed().collect(Collectors.toUnmodifiableSet());
        BenchmarkScene scene = openPods(cpus);
        try {
            scene.settle(cpus);
            return scene;
        } catch (IOException | RuntimeException e) {
            try (scene) {
                throw e;
            }
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // on success the scene owns the reader
    private static BenchmarkScene openPods(Set<Integer> cpus) throws IOException {
        List<Process> pods = new ArrayList<>();
        try {
            List<NamespaceSource> namespaces = new ArrayList<>();
            for (int i = 0; i < NAMESPACES; i++) {
                Process pod = new ProcessBuilder(namespaced("cat")).start();
                pods.add(pod);
                awaitNamespace(pod.pid());
                namespaces.add(new NamespaceSource("pod-" + i, pod.pid()));
            }
            SamplerConfig config = new SamplerConfig(
                    10, OptionalInt.empty(), PROC, namespaces, KsoftirqdThreads.discover(PROC), cpus, 0);
            return new BenchmarkScene(pods, FrameReader.open(config));
        } catch (IOException | RuntimeException e) {
            pods.forEach(Process::destroyForcibly);
            throw e;
        }
    }

    private void settle(Set<Integer> cpus) throws IOException {
        pods.forEach(pod -> reader.watch(TaskRole.CLIENT, pod.pid()));
        for (int cpu : cpus) {
            for (int i = 0; i < CoRunnerSource.EACH_CPU; i++) {
                Process coRunner = new ProcessBuilder("taskset", "-c", Integer.toString(cpu), "cat").start();
                coRunners.add(coRunner);
                // Once it has answered it is what it is to be: before that it was taskset, by another name.
                ask(coRunner);
                awaitAnswer(coRunner);
                int pid = Math.toIntExact(coRunner.pid());
                reader.watchCoRunner(new BusyTask(pid, pid, cpu, 1));
            }
        }
        for (int frame = 0; frame < SETTLING_FRAMES; frame++) {
            letCoRunnersRun();
            reader.take();
        }
    }

    private static void ask(Process coRunner) throws IOException {
        coRunner.getOutputStream().write('\n');
        coRunner.getOutputStream().flush();
    }

    private static void awaitAnswer(Process coRunner) throws IOException {
        if (coRunner.getInputStream().read() < 0) {
            throw new EOFException("the co-runner with number " + coRunner.pid() + " has ended");
        }
    }

    /** Root needs no user namespace, which some machines do not allow. */
    private static List<String> namespaced(String program) throws IOException {
        boolean root = Files.getAttribute(PROC.resolve("self"), "unix:uid").equals(0);
        return root
                ? List.of("unshare", "--net", program)
                : List.of("unshare", "--user", "--map-root-user", "--net", program);
    }

    private static void awaitNamespace(long pid) throws IOException {
        Path own = Files.readSymbolicLink(PROC.resolve("self/ns/net"));
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (Files.readSymbolicLink(PROC.resolve(pid + "/ns/net")).equals(own)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("process " + pid + " got no network namespace of its own in 10 s");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    FrameReader reader() {
        return reader;
    }

    /** Has each co-runner read a byte and write it back, so that the next frame finds that it ran; takes no memory. */
    void letCoRunnersRun() throws IOException {
        for (int i = 0; i < coRunners.size(); i++) {
            ask(coRunners.get(i));
        }
        for (int i = 0; i < coRunners.size(); i++) {
            awaitAnswer(coRunners.get(i));
        }
    }

    /**
     * Which files a frame like those of a trial reads, in order, where none of this process's other threads has run; waits for
     * the compiler, which is one of them.
     */
    List<BareRead> filesOfAFrame(int frames) throws IOException {
        String own = PROC.resolve(ProcessHandle.current().pid() + "/task").toString();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(COMPILING.toNanos());
            List<BareRead> files = recordFiles(frames);
            if (files.stream().filter(file -> file.name().startsWith(own)).count() <= FILES_OF_A_THREAD) {
                return files;
            }
        }
        throw new IOException("other threads of this process ran between nearly all frames, " + MOST_ATTEMPTS
                + " times over: the frame to compare with was not found");
    }

    private List<BareRead> recordFiles(int frames) throws IOException {
        return reader.recordFiles(frames, this::letCoRunnersRun);
    }

    /** Of the co-runners. */
    List<Long> coRunnerPids() {
        return coRunners.stream().map(Process::pid).toList();
    }

    /** Of the processes in the namespaces and of the co-runners. */
    List<Long> pids() {
        return Stream.concat(pods.stream(), coRunners.stream())
                .map(Process::pid)
                .toList();
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            Stream.concat(pods.stream(), coRunners.stream()).forEach(Process::destroyForcibly);
        }
    }
}
