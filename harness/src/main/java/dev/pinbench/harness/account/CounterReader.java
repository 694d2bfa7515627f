package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.LinkReader;
import dev.pinbench.harness.links.ToolJson;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads counters, routes and neighbours of the namespaces of a topology. */
final class CounterReader implements PathFinder.Routes {
    private final Map<String, LabNamespace> namespaces = new LinkedHashMap<>();
    private final Map<String, Map<Integer, String>> names = new LinkedHashMap<>();
    private final String clientAddress;
    private final Path procRoot;

    CounterReader(List<LabNamespace> namespaces, String clientAddress, Path procRoot) {
        namespaces.forEach(each -> this.namespaces.put(each.name(), each));
        this.clientAddress = clientAddress;
        this.procRoot = procRoot;
    }

    Snapshot snapshot() throws AccountException, InterruptedException {
        List<Link> links = new ArrayList<>();
        Map<String, ProtocolCounters> protocols = new LinkedHashMap<>();
        for (LabNamespace namespace : namespaces.values()) {
            links.addAll(links(namespace));
            List<String> lines = new ArrayList<>(lines(namespace, "net/snmp"));
            lines.addAll(lines(namespace, "net/netstat"));
            protocols.put(
                    namespace.name(), ProtocolCounters.parse(namespace.name() + ": net/snmp, net/netstat", lines));
        }
        return new Snapshot(links, protocols, softnetDropped(lines(procRoot.resolve("net/softnet_stat"))));
    }

    private List<Link> links(LabNamespace namespace) throws AccountException, InterruptedException {
        String described = run(namespace, List.of("ip", "-j", "-d", "-s", "-s", "link"));
        String queues = run(namespace, List.of("tc", "-j", "-s", "qdisc", "show"));
        try {
            return LinkReader.links(
                    namespace.name(),
                    described,
                    namesSeenFrom(namespace),
                    LinkReader.queueDrops(namespace.name(), queues));
        } catch (LinkException e) {
            throw new AccountException(e);
        }
    }

    /** What tells whether anything moves, read without starting a program: bytes and packets of every interface, IP. */
    List<String> glance() throws AccountException {
        List<String> lines = new ArrayList<>();
        for (LabNamespace namespace : namespaces.values()) {
            lines.addAll(lines(namespace, "net/dev"));
            lines.addAll(lines(namespace, "net/snmp"));
        }
        return lines;
    }

    /** How the kernel numbers the other namespaces as seen from this one: fixed once they are joined. */
    private Map<Integer, String> namesSeenFrom(LabNamespace namespace)
            throws AccountException, LinkException, InterruptedException {
        Map<Integer, String> known = names.get(namespace.name());
        if (known == null) {
            known = LinkReader.namespaceNames(run(namespace, List.of("ip", "-j", "netns", "list-id")));
            names.put(namespace.name(), known);
        }
        return known;
    }

    /** The second column of each line, hexadecimal. */
    static List<Long> softnetDropped(List<String> lines) throws AccountException {
        List<Long> dropped = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.strip().split("\\s+", -1);
            try {
                dropped.add(Long.parseLong(cells[1], 16));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new AccountException("/proc/net/softnet_stat: expected a hexadecimal second column", e);
            }
        }
        return dropped;
    }

    List<String> lines(LabNamespace namespace, String file) throws AccountException {
        return lines(procRoot.resolve(Long.toString(namespace.anchorPid())).resolve(file));
    }

    private static List<String> lines(Path file) throws AccountException {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new AccountException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> device(String namespace, Optional<String> arrivedOn, String to)
            throws AccountException, InterruptedException {
        LabNamespace where = namespaces.get(namespace);
        if (where == null) {
            throw new AccountException(namespace + ": is no namespace of this topology");
        }
        List<String> argv = new ArrayList<>(List.of("ip", "-j", "route", "get", to));
        arrivedOn.ifPresent(device -> argv.addAll(List.of("from", clientAddress, "iif", device)));
        JsonNode route = json(namespace, argv, run(where, argv)).path(0);
        if (route.path("type").asString("").equals("local")) {
            return Optional.empty();
        }
        if (!route.path("dev").isString()) {
            throw new AccountException(namespace + ": " + Printable.argv(argv) + ": expected a device in the answer");
        }
        return Optional.of(route.path("dev").stringValue());
    }

    /**
     * Makes every neighbour that is known permanent, so that no ARP runs while the counters are compared: ARP is
     * neither payload nor header of anything.
     */
    void pinNeighbours() throws AccountException, InterruptedException {
        for (LabNamespace namespace : namespaces.values()) {
            List<String> argv = List.of("ip", "-j", "neigh", "show");
            for (JsonNode each : json(namespace.name(), argv, run(namespace, argv))) {
                boolean permanent = each.path("state").path(0).asString("").equals("PERMANENT");
                if (!permanent && each.path("lladdr").isString()) {
                    run(
                            namespace,
                            List.of(
                                    "ip",
                                    "neigh",
                                    "replace",
                                    each.path("dst").asString(),
                                    "lladdr",
                                    each.path("lladdr").stringValue(),
                                    "dev",
                                    each.path("dev").asString(),
                                    "nud",
                                    "permanent"));
                }
            }
        }
    }

    private static JsonNode json(String namespace, List<String> argv, String text) throws AccountException {
        try {
            return ToolJson.array(namespace + ": " + Printable.argv(argv), text);
        } catch (LinkException e) {
            throw new AccountException(e);
        }
    }

    private static String run(LabNamespace namespace, List<String> argv) throws AccountException, InterruptedException {
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() != 0) {
                throw new AccountException("in " + namespace.name() + ": " + Printable.argv(argv) + ": exit status "
                        + result.exitCode() + ": "
                        + Printable.escape(result.stderr().lines().findFirst().orElse("no words")));
            }
            return result.stdout();
        } catch (CommandException e) {
            throw new AccountException("in " + namespace.name() + ": " + e.getMessage(), e);
        }
    }
}
