package dev.pinbench.harness.traffic;

import dev.pinbench.harness.lab.Endpoint;
import dev.pinbench.harness.process.ChildProcess;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.RunningProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The iperf3 processes of one trial: servers first, seen to listen, then clients. Closing kills what still runs.
 *
 * <p>Not thread-safe.
 */
public final class Traffic implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SERVER_GRACE = Duration.ofSeconds(5);
    private static final long POLL_NANOS = 200_000;

    /** How the clients ended. */
    public enum End {
        /** All by themselves, whatever they said. */
        EXITED,
        /** At least one had to be killed. */
        TIMED_OUT
    }

    private record Iperf(RunningProcess wrapper, long pid) {}

    private final Endpoint client;
    private final Endpoint server;
    private final TrafficSpec spec;
    private final int firstPort;
    private final List<Iperf> servers = new ArrayList<>();
    private final List<Iperf> clients = new ArrayList<>();
    private final List<RunningProcess> started = new ArrayList<>();
    private final EndTimes clientEnds = new EndTimes();

    /** Traffic in namespaces of the lab, where every port is free. */
    public Traffic(Endpoint client, Endpoint server, TrafficSpec spec) {
        this(client, server, spec, IperfCommands.FIRST_PORT);
    }

    /**
     * Traffic where ports have to be chosen.
     *
     * @param firstPort port of the first server; further ones take those after it
     */
    public Traffic(Endpoint client, Endpoint server, TrafficSpec spec, int firstPort) {
        this.client = client;
        this.server = server;
        this.spec = spec;
        this.firstPort = firstPort;
    }

    /**
     * Starts the servers on {@code core} and waits until each of them listens.
     *
     * @throws TrafficException if one does not come to listen; holds iperf3's own words
     */
    public void startServers(int core) throws TrafficException, InterruptedException {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < spec.processes(); i++) {
            commands.add(IperfCommands.server(core, firstPort + i));
        }
        servers.addAll(start(server, commands));
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        for (int i = 0; i < servers.size(); i++) {
            Iperf iperf = servers.get(i);
            int port = firstPort + i;
            while (!ListeningSocket.isOpen(server.host().procRoot(), iperf.pid(), port)) {
                if (!iperf.wrapper().isAlive()) {
                    throw new TrafficException("iperf3 server on port " + port + ": " + words(iperf));
                }
                if (System.nanoTime() > deadline) {
                    throw new TrafficException("iperf3 server on port " + port + " did not listen within "
                            + START_TIMEOUT.toSeconds() + " s");
                }
                pause();
            }
        }
    }

    /** Starts the clients on {@code core}, all of them before it waits for any. */
    public void startClients(int core) throws TrafficException, InterruptedException {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 0; i < spec.processes(); i++) {
            commands.add(IperfCommands.client(core, server.address(), firstPort + i, spec));
        }
        clients.addAll(start(client, commands));
        for (Iperf iperf : clients) {
            clientEnds.watch(iperf.wrapper().handle().onExit());
        }
    }

    private List<Iperf> start(Endpoint where, List<List<String>> commands)
            throws TrafficException, InterruptedException {
        List<RunningProcess> wrappers = new ArrayList<>();
        List<Iperf> processes = new ArrayList<>();
        try {
            for (List<String> argv : commands) {
                RunningProcess wrapper = RunningProcess.start(where.command(argv), RunningProcess.Stdin.NONE);
                started.add(wrapper);
                wrappers.add(wrapper);
            }
            for (RunningProcess wrapper : wrappers) {
                processes.add(new Iperf(wrapper, ChildProcess.await(wrapper, "iperf3", START_TIMEOUT)));
            }
            return processes;
        } catch (CommandException e) {
            throw new TrafficException(startError(wrappers, e), e);
        }
    }

    /** iperf3 may end before it was seen to run; then its own words say more than that it is gone. */
    private static String startError(List<RunningProcess> wrappers, CommandException e) throws InterruptedException {
        for (RunningProcess wrapper : wrappers) {
            String words = errorOf(wrapper);
            if (!words.isEmpty()) {
                return "iperf3: " + words;
            }
        }
        return String.valueOf(e.getMessage());
    }

    /**
     * How far apart the clients ended, ns; since each sends for the same time, also how far apart they began. 0 with one
     * client. Only once all have ended.
     */
    public long clientSkewNanos() throws InterruptedException {
        return clientEnds.apartNanos();
    }

    /** iperf3's process ids on the server's host. */
    public List<Long> serverPids() {
        return servers.stream().map(Iperf::pid).toList();
    }

    /** iperf3's process ids on the client's host. */
    public List<Long> clientPids() {
        return clients.stream().map(Iperf::pid).toList();
    }

    /** The argument vectors as started, servers first. */
    public List<List<String>> commands() {
        return started.stream().map(RunningProcess::argv).toList();
    }

    /** Waits for every client, in slices so that {@code whileWaiting} is called about twice a second. */
    public End awaitClients(Runnable whileWaiting) throws InterruptedException {
        long deadline = System.nanoTime()
                + Duration.ofSeconds(spec.omitSeconds() + spec.durationSeconds())
                        .plus(START_TIMEOUT)
                        .toNanos();
        for (Iperf iperf : clients) {
            while (!iperf.wrapper().waitFor(Duration.ofMillis(500))) {
                if (System.nanoTime() > deadline) {
                    return End.TIMED_OUT;
                }
                whileWaiting.run();
            }
        }
        return End.EXITED;
    }

    /** Whether any client still runs. */
    public boolean clientsRun() {
        return clients.stream().anyMatch(iperf -> iperf.wrapper().isAlive());
    }

    /** What each client wrote to standard output, once all have ended. */
    public List<String> clientOutputs() throws CommandException, InterruptedException {
        return outputs(clients);
    }

    /** What each client reports, once all have ended. */
    public List<IperfReport> clientReports() throws CommandException, InterruptedException {
        List<IperfReport> reports = new ArrayList<>();
        for (Iperf iperf : clients) {
            reports.add(IperfReport.parse(
                    iperf.wrapper().stdoutText(), iperf.wrapper().stderrText()));
        }
        return reports;
    }

    /** What each server wrote, once all have ended; one that does not end by itself is killed. */
    public List<String> serverOutputs() throws CommandException, InterruptedException {
        return outputs(servers);
    }

    private static List<String> outputs(List<Iperf> processes) throws CommandException, InterruptedException {
        List<String> outputs = new ArrayList<>();
        for (Iperf iperf : processes) {
            if (!iperf.wrapper().waitFor(SERVER_GRACE)) {
                iperf.wrapper().close();
            }
            outputs.add(iperf.wrapper().stdoutText());
        }
        return outputs;
    }

    private static String words(Iperf iperf) throws InterruptedException {
        String error = errorOf(iperf.wrapper());
        return error.isEmpty() ? "ended without a word" : error;
    }

    private static String errorOf(RunningProcess wrapper) throws InterruptedException {
        if (wrapper.isAlive()) {
            return "";
        }
        try {
            String error = IperfReport.parse(wrapper.stdoutText(), wrapper.stderrText())
                    .error();
            return error == null ? "" : error;
        } catch (CommandException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(POLL_NANOS);
    }

    @Override
    public void close() {
        started.forEach(RunningProcess::close);
    }
}
