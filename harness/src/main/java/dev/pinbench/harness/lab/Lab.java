package dev.pinbench.harness.lab;

import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Private network, mount and PID namespaces, and what is built in them.
 *
 * <p>PID 1 of the lab is a {@code cat} that reads a pipe whose only writer is this program. When the program ends in any
 * way, {@code kill -9} included, the kernel closes the pipe, {@code cat} ends, and with PID 1 the kernel ends every
 * process of the PID namespace and then every namespace, interface, rule and mask. The host never had any of them.
 *
 * <p>Topologies are built once for each combination of datapath, offloads and MTU and stay side by side, so that going
 * from one trial to the next changes nothing but the steering masks. An idle topology has no traffic of its own: IPv6,
 * which would speak by itself, is off.
 *
 * <p>Not thread-safe.
 */
public final class Lab implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /**
     * sysfs shows the network namespace that it was mounted in (fs/sysfs/mount.c). Over one of the same namespace the kernel
     * mounts it only with something in between ({@code graft_tree} in fs/namespace.c).
     */
    private static final String SEE_SYSFS =
            "mount -t tmpfs tmpfs /sys && mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys && exec \"$@\"";

    private final RunningProcess holder;
    private final long holderPid;
    private final boolean rootless;
    private final Host host = Host.local();
    private final List<RunningProcess> anchors = new ArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private final Map<TopologyKey, Topology> topologies = new LinkedHashMap<>();
    private @Nullable Topology used;
    /** Those that failed are counted too: what they left has their names until the lab ends. */
    private int begun;

    private Lab(RunningProcess holder, long holderPid, boolean rootless) {
        this.holder = holder;
        this.holderPid = holderPid;
        this.rootless = rootless;
    }

    /**
     * Makes an empty lab.
     *
     * @param rootless whether to make it in a user namespace, which needs no privileges; steering masks are then out of
     *     reach
     * @throws LabException if the kernel refuses; says what the machine would have to allow
     */
    public static Lab open(boolean rootless) throws LabException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("setsid", "unshare"));
        if (rootless) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "cat"));
        RunningProcess holder;
        try {
            holder = RunningProcess.start(argv, RunningProcess.Stdin.PIPE);
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
        try {
            long holderPid = ChildProcess.await(holder, "cat", START_TIMEOUT);
            Lab lab = new Lab(holder, holderPid, rootless);
            lab.run(List.of("mount", "-t", "tmpfs", "tmpfs", "/run"), "");
            return lab;
        } catch (CommandException e) {
            holder.close();
            throw new LabException(
                    "lab: the kernel refused the private namespaces: " + e.getMessage()
                            + (rootless
                                    ? "; unprivileged user namespaces must be allowed, or run as root"
                                    : "; `pinbench doctor` tells what is missing"),
                    e);
        } catch (LabException | InterruptedException | RuntimeException e) {
            holder.close();
            throw e;
        }
    }

    /** Whether the lab is in a user namespace. */
    public boolean rootless() {
        return rootless;
    }

    /** The machine that the lab is on. */
    public Host host() {
        return host;
    }

    /** PID 1 of the lab as the host numbers it; a process started beside it ends with the lab. */
    public long holderPid() {
        return holderPid;
    }

    /** The argument vector that runs {@code argv} in the lab, outside of every node and pod. */
    public List<String> command(List<String> argv) {
        List<String> words = new ArrayList<>(nsenter(holderPid, true));
        words.addAll(argv);
        return List.copyOf(words);
    }

    /**
     * The topology for {@code key}, built at the first call. It is the one in use until the next call: daemons of others
     * that would take a core even when idle are stopped meanwhile.
     */
    public Topology topology(TopologyKey key) throws LabException, InterruptedException {
        if (used != null && used.key().equals(key)) {
            return used;
        }
        for (Daemon daemon : used == null ? List.<Daemon>of() : used.daemons()) {
            daemon.pause();
        }
        used = null;
        Topology wanted = topologies.get(key);
        if (wanted == null) {
            wanted = build(key);
            topologies.put(key, wanted);
        } else {
            for (Daemon daemon : wanted.daemons()) {
                daemon.resume();
            }
        }
        used = wanted;
        return wanted;
    }

    private Topology build(TopologyKey key) throws LabException, InterruptedException {
        TopologyBuilder builder = new TopologyBuilder(this, "t" + ++begun + "-", key);
        Datapath datapath = key.datapath();
        datapath.shape(builder);
        return builder.finish();
    }

    /** Makes namespaces, each with a process in it. */
    List<LabNamespace> namespaces(List<String> names) throws LabException, InterruptedException {
        StringBuilder batch = new StringBuilder();
        names.forEach(name -> batch.append("netns add ").append(name).append('\n'));
        ip(batch.toString());
        List<LabNamespace> made = new ArrayList<>();
        List<RunningProcess> starting = new ArrayList<>();
        try {
            for (String name : names) {
                RunningProcess anchor = RunningProcess.start(
                        command(List.of("ip", "netns", "exec", name, "cat")), RunningProcess.Stdin.PIPE);
                anchors.add(anchor);
                starting.add(anchor);
            }
            for (int i = 0; i < names.size(); i++) {
                long pid = ChildProcess.await(starting.get(i), "cat", START_TIMEOUT);
                made.add(new LabNamespace(names.get(i), pid, nsenter(pid, true)));
            }
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
        return List.copyOf(made);
    }

    /**
     * A network namespace that exists already, to run programs in. A process in it keeps it reachable; it and all that is
     * started there are in the lab's PID namespace and end with the lab. Nothing else of the namespace is touched: its sysfs
     * is mounted read-only, where only that process sees it.
     *
     * @param name what records call it
     * @param enter arguments of nsenter that lead into it, which needs a lab that is not rootless; empty for the network
     *     namespace of this program
     */
    public LabNamespace adopt(String name, List<String> enter) throws LabException, InterruptedException {
        List<String> argv = new ArrayList<>(nsenter(holderPid, false));
        argv.addAll(argv.size() - 1, enter);
        // Who is rootless may not mount it, and what he finds in /sys is nearly always that of the namespace he is in.
        if (!rootless) {
            argv.addAll(List.of("unshare", "--mount", "sh", "-c", SEE_SYSFS, "sh"));
        }
        argv.add("cat");
        try {
            RunningProcess anchor = RunningProcess.start(argv, RunningProcess.Stdin.PIPE);
            anchors.add(anchor);
            long pid = ChildProcess.await(anchor, "cat", START_TIMEOUT);
            return new LabNamespace(name, pid, nsenter(pid, !enter.isEmpty()));
        } catch (CommandException e) {
            throw new LabException("lab: " + Printable.escape(name) + ": " + e.getMessage(), e);
        }
    }

    /** Reaps a daemon when the lab has ended. */
    void keep(Daemon daemon) {
        daemons.add(daemon);
    }

    /** Feeds a batch of commands to {@code ip} outside of every node and pod. */
    void ip(String batch) throws LabException, InterruptedException {
        run(List.of("ip", "-batch", "-"), batch);
    }

    private void run(List<String> argv, String stdin) throws LabException, InterruptedException {
        try {
            Commands.runOrThrow(command(argv), stdin, START_TIMEOUT);
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
    }

    /**
     * Enters the namespaces of a process. In a session of its own: a Ctrl-C at the terminal is for the harness to
     * handle, not for each of its children.
     *
     * @param network whether to enter its network namespace too
     */
    private List<String> nsenter(long pid, boolean network) {
        List<String> argv = new ArrayList<>(List.of("setsid", "nsenter", "-t", Long.toString(pid)));
        if (rootless) {
            argv.addAll(List.of("-U", "--preserve-credentials"));
        }
        if (network) {
            argv.add("-n");
        }
        argv.addAll(List.of("-m", "-p", "--"));
        return argv;
    }

    /** Ends the lab: when this returns, nothing of it is left. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            holder.stdin().close();
            if (!holder.waitFor(END_TIMEOUT)) {
                holder.close();
            }
        } catch (IOException | InterruptedException e) {
            holder.close();
            interrupted |= e instanceof InterruptedException;
        }
        holder.close();
        anchors.forEach(RunningProcess::close);
        daemons.forEach(Daemon::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
