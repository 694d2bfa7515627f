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
    private final List<Iperf> servers = new ArrayList<>();
    private final List<Iperf> clients = new ArrayList<>();
    private final List<RunningProcess> started = new ArrayList<>();

    public Traffic(Endpoint client, Endpoint server, TrafficSpec spec) {
        this.client = client;
        this.server = server;
        this.spec = spec;
    }

    /**
     * Starts the servers on {@code core} and waits until each of them listens.
     *
     * @throws TrafficException if one does not come to listen; holds iperf3's own words
     */
    public void startServers(int core) throws TrafficException, InterruptedException {
        for (int i = 0; i < spec.processes(); i++) {
            int port = IperfCommands.FIRST_PORT + i;
            servers.add(start(server, IperfCommands.server(core, port)));
        }
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        for (int i = 0; i < servers.size(); i++) {
            Iperf iperf = servers.get(i);
            int port = IperfCommands.FIRST_PORT + i;
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

    /** Starts the clients on {@code core}. */
    public void startClients(int core) throws TrafficException, InterruptedException {
        for (int i = 0; i < spec.processes(); i++) {
            clients.add(
                    start(client, IperfCommands.client(core, server.address(), IperfCommands.FIRST_PORT + i, spec)));
        }
    }

    private Iperf start(Endpoint where, List<String> argv) throws TrafficException, InterruptedException {
        try {
            RunningProcess wrapper = RunningProcess.start(where.command(argv), RunningProcess.Stdin.NONE);
            started.add(wrapper);
            return new Iperf(wrapper, ChildProcess.await(wrapper, "iperf3", START_TIMEOUT));
        } catch (CommandException e) {
            String words = started.isEmpty() ? "" : errorOf(started.get(started.size() - 1));
            throw new TrafficException(words.isEmpty() ? String.valueOf(e.getMessage()) : "iperf3: " + words, e);
        }
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
            String error = IperfReport.parse(wrapper.stdoutText()).error();
            String stderr = wrapper.stderrText().strip();
            if (wrapper.stdoutText().isBlank()) {
                return stderr;
            }
            return error == null ? stderr : error;
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
