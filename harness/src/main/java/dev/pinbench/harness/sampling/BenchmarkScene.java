package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.TaskRole;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/**
 * What benchmarks read: sources like those of a trial on the live machine. Four network namespaces with a process in each,
 * which are watched as iperf3 is, and the threads of this Java process, which are watched as the harness is.
 */
final class BenchmarkScene implements Closeable {
    /** As many as a trial of a minute has; then the store is to be emptied. */
    static final int FRAMES_OF_A_TRIAL = 600;

    private static final Path PROC = Path.of("/proc");
    private static final int NAMESPACES = 4;
    private static final int SETTLING_FRAMES = 2_000;

    private final List<Process> children;
    private final FrameReader reader;

    private BenchmarkScene(List<Process> children, FrameReader reader) {
        this.children = List.copyOf(children);
        this.reader = reader;
    }

    /** Starts the processes, opens every file, and takes frames until the steady state is reached. */
    @SuppressWarnings("MustBeClosedChecker") // on success the scene owns the reader
    static BenchmarkScene open() throws IOException {
        List<Process> children = new ArrayList<>();
        try {
            List<NamespaceSource> namespaces = new ArrayList<>();
            for (int i = 0; i < NAMESPACES; i++) {
                Process child = new ProcessBuilder(namespaced("cat")).start();
                children.add(child);
                awaitNamespace(child.pid());
                namespaces.add(new NamespaceSource("pod-" + i, child.pid()));
            }
            FrameReader reader = FrameReader.open(
                    new SamplerConfig(10, OptionalInt.empty(), PROC, namespaces, KsoftirqdThreads.discover(PROC)));
            children.forEach(child -> reader.watch(TaskRole.CLIENT, child.pid()));
            for (int frame = 0; frame < SETTLING_FRAMES; frame++) {
                reader.take();
            }
            return new BenchmarkScene(children, reader);
        } catch (IOException | RuntimeException e) {
            children.forEach(Process::destroyForcibly);
            throw e;
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

    /** Of the processes in the namespaces. */
    List<Long> pids() {
        return children.stream().map(Process::pid).toList();
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            children.forEach(Process::destroyForcibly);
        }
    }
}
