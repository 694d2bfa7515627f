package dev.pinbench.harness.account;

import dev.pinbench.harness.capture.Capture;
import dev.pinbench.harness.capture.CaptureException;
import dev.pinbench.harness.capture.CapturePoint;
import dev.pinbench.harness.capture.CaptureRequest;
import dev.pinbench.harness.lab.Hop;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabException;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.RunningProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Moves a fixed number of bytes over a topology of the lab, reads every counter before and after, and captures the packets
 * if that is asked for.
 */
public final class Accounting {
    private static final long WARM_UP_BYTES = 1000;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration QUIET_TIMEOUT = Duration.ofSeconds(20);
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
     * Builds the topology, moves the bytes and draws the balance. If packets are to be captured, a balance that cannot be
     * drawn is an outcome too, since the packets say more.
     *
     * @param between runs after the first reading of the counters and before the traffic
     * @throws LabException if the topology cannot be built
     * @throws AccountException if iperf3 failed or a counter cannot be read or compared
     * @throws CaptureException if the packets cannot be captured
     */
    static AccountOutcome draw(Lab lab, AccountOptions options, Between between)
            throws LabException, AccountException, CaptureException, InterruptedException {
        Topology topology = lab.topology(options.key());
        List<String> notInForce = topology.notInForce(options.path());
        if (!notInForce.isEmpty()) {
            throw new AccountException("not as asked for: " + String.join("; ", notInForce));
        }
        return new Accounting(options, topology).draw(between);
    }

    /** As the other, with nothing in between. */
    public static AccountOutcome draw(Lab lab, AccountOptions options)
            throws LabException, AccountException, CaptureException, InterruptedException {
        return draw(lab, options, topology -> {});
    }

    /** Something to do between the first reading and the traffic. */
    @FunctionalInterface
    interface Between {
        void run(Topology topology) throws LabException, InterruptedException;
    }

    private AccountOutcome draw(Between between)
            throws LabException, AccountException, CaptureException, InterruptedException {
        if (client.namespace().equals(server.namespace())) {
            throw new AccountException("path " + options.path().label()
                    + " on one node does not leave it: expected two namespaces with interfaces between them");
        }
        CaptureRequest request = options.capture();
        if (request == null) {
            return account(prepare(), between, null);
        }
        List<Crossing> way = List.of();
        String obstacle = null;
        try {
            way = prepare();
        } catch (AccountException e) {
            obstacle = String.valueOf(e.getMessage());
        }
        try (Capture capture = Capture.start(request, points(), options.bytes())) {
            return obstacle == null ? account(way, between, capture) : noBalance(obstacle, between, capture);
        }
    }

    /** A small transfer first, so that all that is to be learned is known; then the way from client to server. */
    private List<Crossing> prepare() throws AccountException, InterruptedException {
        Transfer.of(WARM_UP_BYTES, client, server, reader);
        connectionsEnd();
        reader.pinNeighbours();
        List<Link> links = reader.snapshot().links();
        List<Crossing> way = PathFinder.find(links, reader, client.name(), server.name(), server.address());
        requireEndsOutsideOfTunnels(way);
        return VethHeaders.mark(way, links, topology::isOn);
    }

    private Account account(List<Crossing> way, Between between, @Nullable Capture capture)
            throws LabException, AccountException, CaptureException, InterruptedException {
        Snapshot before = quiet();
        between.run(topology);
        Transfer moved;
        Snapshot counted;
        EndCounts clientEnd;
        EndCounts serverEnd;
        try (RunningProcess clientWatch = watch(client.namespace());
                RunningProcess serverWatch = watch(server.namespace())) {
            moved = Transfer.of(options.bytes(), client, server, reader);
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
                balance.losses(),
                capture == null ? null : captured(capture, way, counted));
    }

    /** Sends all the same, whatever becomes of it. */
    private NoBalance noBalance(String obstacle, Between between, Capture capture)
            throws LabException, AccountException, CaptureException, InterruptedException {
        Snapshot before = quiet();
        between.run(topology);
        String reason = obstacle;
        try {
            Transfer.of(options.bytes(), client, server, reader);
        } catch (AccountException e) {
            reason = String.valueOf(e.getMessage());
        }
        Snapshot counted = quiet().since(before);
        return new NoBalance(
                title(),
                reason,
                captured(capture, List.of(), counted),
                counted.losses(List.of(client.name(), server.name())));
    }

    private List<CapturePoint> points() {
        List<CapturePoint> points = new ArrayList<>();
        for (Hop hop : topology.hops(options.path())) {
            Integer mtuBytes = topology.mtuBytes().get(hop.at());
            if (mtuBytes == null) {
                throw new IllegalStateException(hop.at().label() + ": is a hop, but none of the topology's interfaces");
            }
            points.add(new CapturePoint(hop.at(), mtuBytes));
        }
        return points;
    }

    private Captured captured(Capture capture, List<Crossing> way, Snapshot counted)
            throws AccountException, CaptureException, InterruptedException {
        List<ChecksumRefusal> refusals = new ArrayList<>();
        for (String end : List.of(server.name(), client.name())) {
            ProtocolCounters protocols = counted.protocols().get(end);
            if (protocols != null) {
                refusals.addAll(ChecksumRefusal.in(end, protocols));
            }
        }
        return new Captured(CaptureComparison.compare(capture.stop(Transfer.PORT), way, counted), refusals);
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
            Patience.await("ss to watch the sockets of " + namespace.name(), START_TIMEOUT, () -> {
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
        watch.awaitStdout(text -> SocketEnd.parse(text).size() >= opened, START_TIMEOUT);
        watch.close();
        try {
            return new EndCounts(namespace, protocols, SocketEnd.parse(watch.stdoutText()));
        } catch (CommandException e) {
            throw new AccountException(String.valueOf(e.getMessage()), e);
        }
    }

    private void connectionsEnd() throws AccountException, InterruptedException {
        Patience.await(
                "every connection to end",
                QUIET_TIMEOUT,
                () -> atRest(client.namespace()) && atRest(server.namespace()));
    }

    /** All counters, once no connection is under way and none of them moves. */
    private Snapshot quiet() throws AccountException, InterruptedException {
        connectionsEnd();
        long deadline = System.nanoTime() + QUIET_TIMEOUT.toNanos();
        List<String> last = reader.glance();
        while (true) {
            Patience.pause(STILL_NANOS);
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

    /** Paths that cross at least one interface between two namespaces. */
    public static boolean crosses(TrafficPath path, int nodes) {
        return nodes == 2 || path.clientInPod() || path.serverInPod();
    }
}
