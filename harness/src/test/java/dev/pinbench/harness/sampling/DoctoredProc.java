package dev.pinbench.harness.sampling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/** A proc file system of ordinary files, whose contents a test changes between frames. */
final class DoctoredProc {

    /** The process that stands for the harness. */
    static final int SELF = 100;

    static final String BOOT_ID = "sys/kernel/random/boot_id";

    private static final int ANCHOR = 50;
    private static final String NET_HEADER = "Inter-| Receive | Transmit\n face |bytes packets\n";

    private final Path root;

    DoctoredProc(Path root) throws IOException {
        this.root = root;
        stat("cpu0 10 0 10 1000 5 0 10 0", "cpu1 20 0 20 2000 5 0 20 0");
        softirqs("CPU0 CPU1", "NET_RX: 100 200");
        softnet("64 0 0 0 0 0 0 0 0 0 0 0 0", "c8 0 0 0 0 0 0 0 0 0 0 0 1");
        interrupts("CPU0 CPU1", "30: 7 8 eth0", "RES: 1 2 Rescheduling interrupts", "ERR: 0");
        net("eth0: 1000 10 0 0 0 0 0 0 500 5 0 0 0 0 0 0");
        task(SELF, SELF, "java", 1, 11, 1, "5000 100 3");
        write(SELF + "/schedstat", "5000 100 3\n");
        write(BOOT_ID, "7b1c2a4e-0000-4000-8000-000000000001\n");
        interfaceIndex("eth0", 3);
        Files.createSymbolicLink(root.resolve("self"), Path.of(Integer.toString(SELF)));
    }

    Path root() {
        return root;
    }

    SamplerConfig config() {
        return new SamplerConfig(
                10,
                OptionalInt.empty(),
                root,
                List.of(new NamespaceSource("pod-a", ANCHOR)),
                new KsoftirqdThreads(new TreeMap<>()));
    }

    void stat(String... cpus) throws IOException {
        write("stat", "cpu  1 2 3 4\n" + lines(cpus) + "intr 5\n");
    }

    void softirqs(String... lines) throws IOException {
        write("softirqs", lines(lines));
    }

    void softnet(String... lines) throws IOException {
        write("net/softnet_stat", lines(lines));
    }

    void interrupts(String... lines) throws IOException {
        write("interrupts", lines(lines));
    }

    void net(String... interfaces) throws IOException {
        write(ANCHOR + "/net/dev", NET_HEADER + lines(interfaces));
    }

    void interfaceIndex(String name, int index) throws IOException {
        write(ANCHOR + "/root/sys/class/net/" + name + "/ifindex", index + "\n");
    }

    /** A process of one thread, as a walk sees it. */
    void process(int pid, String comm, long startTime, int cpu, String schedstat) throws IOException {
        task(pid, pid, comm, 1, startTime, cpu, schedstat);
        write(pid + "/schedstat", schedstat + "\n");
        write(pid + "/stat", Files.readString(root.resolve(pid + "/task/" + pid + "/stat")));
    }

    /** A thread of a process that has {@code threads} of them. */
    void task(int pid, int tid, String comm, int threads, long startTime, int cpu, String schedstat)
            throws IOException {
        String folder = pid + "/task/" + tid;
        write(folder + "/schedstat", schedstat + "\n");
        write(
                folder + "/stat",
                tid + " (" + comm + ") S 1 2 3 0 -1 4194304 10 0 0 0 7 8 0 0 20 0 " + threads + " 0 " + startTime
                        + " 3133440 361 18 9 9 9 9 9 0 0 0 0 0 0 0 17 " + cpu + " 0 0 0\n");
    }

    void endTask(int pid, int tid) throws IOException {
        Path folder = root.resolve(pid + "/task/" + tid);
        // a dead task's open files give nothing any more
        write(pid + "/task/" + tid + "/schedstat", "");
        write(pid + "/task/" + tid + "/stat", "");
        Files.delete(folder.resolve("schedstat"));
        Files.delete(folder.resolve("stat"));
        Files.delete(folder);
    }

    void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private static String lines(String... lines) {
        return String.join("\n", lines) + "\n";
    }
}
