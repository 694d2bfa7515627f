package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.process.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves a fixed number of bytes over a topology of the lab and reads every counter before and after. */
public final class Accounting {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int PORT = 5201;
    private static final long WARM_UP_BYTES = 1000;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration TRANSFER_TIMEOUT = Duration.ofMinutes(10);
    private static final long POLL_NANOS = 2_000_000;
    private static final long STILL_NANOS = 50_000_000;

    private final AccountOptions options;
    private final Topology topology;
    private final LabEndpoint client;
    private final LabEndpoint server;
    private final CounterReader reader;

    private Accounting(AccountOptions options, Topology topology) {
        this.options = options;
        this.topology = topology;
        this.client = topology.client(options.path());
        this.server = topology.server(options.path());
        this.reader = new CounterReader(
                topology.namespaces(), client.address(), client.host().procRoot());
    }

    /**
     * Builds the topology, moves the bytes and draws the balance.
     *
     * @param between runs after the first reading of the counters and before the traffic
     * @throws LabException if the topology cannot be built
     * @throws AccountException if iperf3 failed or a counter cannot be read or compared
     */
    static Account draw(Lab lab, AccountOptions options, Between between)
            throws LabException, AccountException, InterruptedException {
        Topology topology = lab.topology(options.key());
        List<String> notInForce = topology.notInForce(options.path());
        if (!notInForce.isEmpty()) {
            throw new AccountException("not as asked for: " + String.join("; ", notInForce));
        }
        return new Accounting(options, topology).draw(between);
    }

    /** As the other, with nothing in between. */
    public static Account draw(Lab lab, AccountOptions options)
            throws LabException, AccountException, InterruptedException {
        return draw(lab, options, topology -> {});
    }

    /** Something to do between the first reading and the traffic. */
    @FunctionalInterface
    interface Between {
        void run(Topology topology) throws LabException, InterruptedException;
    }

    private Account draw(Between between) throws LabException, AccountException, InterruptedException {
        if (client.namespace().equals(server.namespace())) {
            throw new AccountException("path " + options.path().label()
                    + " on one node does not leave it: expected two namespaces with interfaces between them");
        }
        transfer(WARM_UP_BYTES);
        connectionsEnd();
        reader.pinNeighbours();
        Snapshot before = quiet();
        between.run(topology);
        List<Crossing> way = PathFinder.find(before.links(), reader, client.name(), server.name(), server.address());
        requireEndsOutsideOfTunnels(way);
        Transfer moved;
        Snapshot counted;
        EndCounts clientEnd;
        EndCounts serverEnd;
        try (RunningProcess clientWatch = watch(client.namespace());
                RunningProcess serverWatch = watch(server.namespace())) {
            moved = transfer(options.bytes());
            counted = quiet().since(before);
            clientEnd = end(client.name(), counted, clientWatch);
            serverEnd = end(server.name(), counted, serverWatch);
        }
        Balance balance = new Balance(way, counted, clientEnd, serverEnd);
        return new Account(
                title(),
                new Payload(
                        options.bytes(),
                        moved.written(),
                        clientEnd.payloadSent(),
                        clientEnd.payloadAgain(),
                        moved.read()),
                balance.hops(),
                balance.identities(),
                balance.nodes(nodes()),
                balance.losses());
    }

    /** IP counts a packet and the tunnel's packet around it in one namespace: sockets cannot be told from that. */
    private void requireEndsOutsideOfTunnels(List<Crossing> way) throws AccountException {
        for (Crossing each : way) {
            if (each.encapsulated()
                    && (each.namespace().equals(client.name())
                            || each.namespace().equals(server.name()))) {
                throw new AccountException(
                        each.namespace() + ": ends the tunnel as well as the connection, so that its IP"
                                + " counters hold each packet twice; expected a path whose ends are pods");
            }
        }
    }

    private Set<String> nodes() {
        return new TreeSet<>(
                List.of(topology.clientNode().name(), topology.serverNode().name()).stream()
                        .distinct()
                        .toList());
    }

    private String title() {
        String offload = options.key().offload().canonical();
        return options.path().label() + " over " + options.key().datapath().name() + ", "
                + options.key().nodes()
                + (options.key().nodes() == 1 ? " node" : " nodes") + ", MTU "
                + options.key().mtuBytes()
                + ", offloads " + (offload.isEmpty() ? "as the kernel made them" : offload);
    }

    private record Transfer(long written, long read) {}

    private Transfer transfer(long bytes) throws AccountException, InterruptedException {
        String port = Integer.toString(PORT);
        try (RunningProcess listener = RunningProcess.start(
                server.command(List.of("iperf3", "-s", "-1", "-p", port, "-J")), RunningProcess.Stdin.NONE)) {
            await("iperf3 to listen in " + server.name(), START_TIMEOUT, () -> {
                if (!listener.isAlive()) {
                    throw new AccountException("iperf3 server: ended before it listened: " + words(listener));
                }
                return SocketTable.listens(reader.lines(server.namespace(), "net/tcp"), PORT)
                        || SocketTable.listens(reader.lines(server.namespace(), "net/tcp6"), PORT);
            });
            try (RunningProcess sender = RunningProcess.start(
                    client.command(
                            List.of("iperf3", "-c", server.address(), "-p", port, "-n", Long.toString(bytes), "-J")),
                    RunningProcess.Stdin.NONE)) {
                if (!sender.waitFor(TRANSFER_TIMEOUT)) {
                    throw new AccountException(
                            "iperf3 client: did not end within " + TRANSFER_TIMEOUT.toMinutes() + " min");
                }
                if (sender.exitCode() != 0) {
                    throw new AccountException("iperf3 client: " + words(sender));
                }
                listener.waitFor(START_TIMEOUT);
                return transfer(sender.stdoutText());
            }
        } catch (CommandException e) {
            throw new AccountException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Transfer transfer(String report) throws AccountException {
        try {
            JsonNode end = MAPPER.readTree(report).path("end");
            JsonNode written = end.path("sum_sent").path("bytes");
            JsonNode read = end.path("sum_received").path("bytes");
            if (written.isIntegralNumber() && read.isIntegralNumber()) {
                return new Transfer(written.longValue(), read.longValue());
            }
        } catch (JacksonException e) {
            throw new AccountException("iperf3 client: expected a report in JSON", e);
        }
        throw new AccountException("iperf3 client: its report lacks sum_sent.bytes or sum_received.bytes");
    }

    private static String words(RunningProcess process) throws InterruptedException {
        try {
            JsonNode error = MAPPER.readTree(process.stdoutText()).path("error");
            return error.isString()
                    ? Printable.escape(error.stringValue())
                    : "exit status " + process.exitCode() + " without a word";
        } catch (CommandException | JacksonException e) {
            return "exit status " + process.exitCode();
        }
    }

    /** Has the kernel tell of each TCP socket that it takes away, with what the socket had done. */
    private RunningProcess watch(LabNamespace namespace) throws AccountException, InterruptedException {
        RunningProcess watch;
        try {
            watch = RunningProcess.start(
                    namespace.command(List.of("stdbuf", "-oL", "ss", "-E", "-t", "-i", "-n", "-O", "-H")),
                    RunningProcess.Stdin.NONE);
        } catch (CommandException e) {
            throw new AccountException(String.valueOf(e.getMessage()), e);
        }
        try {
            await("ss to watch the sockets of " + namespace.name(), START_TIMEOUT, () -> {
                if (!watch.isAlive()) {
                    throw new AccountException("ss: ended before it watched " + namespace.name());
                }
                return SocketTable.watched(reader.lines(namespace, "net/netlink"));
            });
            return watch;
        } catch (AccountException | InterruptedException | RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    /** Sockets that were opened must have been told of; a missing one is seen in the balance, not here. */
    private static EndCounts end(String namespace, Snapshot counted, RunningProcess watch)
            throws AccountException, InterruptedException {
        ProtocolCounters protocols = counted.protocols().get(namespace);
        if (protocols == null) {
            throw new AccountException(namespace + ": has no protocol counters");
        }
        long opened = protocols.get("Tcp.ActiveOpens") + protocols.get("Tcp.PassiveOpens");
        watch.awaitStdout(text -> connections(text).size() >= opened, START_TIMEOUT);
        watch.close();
        try {
            return new EndCounts(namespace, protocols, connections(watch.stdoutText()));
        } catch (CommandException e) {
            throw new AccountException(String.valueOf(e.getMessage()), e);
        }
    }

    private static List<SocketEnd> connections(String text) {
        return SocketEnd.parse(text);
    }

    private void connectionsEnd() throws AccountException, InterruptedException {
        await("every connection to end", QUIET_TIMEOUT, () -> atRest(client.namespace()) && atRest(server.namespace()));
    }

    /** All counters, once no connection is under way and none of them moves. */
    private Snapshot quiet() throws AccountException, InterruptedException {
        connectionsEnd();
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        List<String> last = reader.glance();
        while (true) {
            pause(STILL_NANOS);
            List<String> now = reader.glance();
            if (now.equals(last)) {
                Snapshot snapshot = reader.snapshot();
                if (reader.glance().equals(now)) {
                    return snapshot;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new AccountException("the counters still move " + QUIET_TIMEOUT.toSeconds()
                        + " s after the last connection ended: something else sends in these namespaces");
            }
            last = now;
        }
    }

    private boolean atRest(LabNamespace namespace) throws AccountException {
        return SocketTable.atRest(reader.lines(namespace, "net/tcp"))
                && SocketTable.atRest(reader.lines(namespace, "net/tcp6"));
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws AccountException, InterruptedException;
    }

    private static void await(String what, Duration timeout, Condition condition)
            throws AccountException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AccountException("waited " + timeout.toSeconds() + " s in vain for " + what);
            }
            pause(POLL_NANOS);
        }
    }

    private static void pause(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockSupport.parkNanos(nanos);
    }

    /** Paths that cross at least one interface between two namespaces. */
    public static boolean crosses(TrafficPath path, int nodes) {
        return nodes == 2 || path.clientInPod() || path.serverInPod();
    }
}
