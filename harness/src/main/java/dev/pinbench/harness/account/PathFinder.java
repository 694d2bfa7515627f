package dev.pinbench.harness.account;

import dev.pinbench.harness.links.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a packet from client to server through what the kernel says of interfaces and routes: veth to its other end,
 * bridge port to bridge port or up to the host, route to device, tunnel and macvlan to the device below.
 */
final class PathFinder {
    private static final int MOST_STEPS = 32;

    /** Asks a namespace for the device of a route. */
    interface Routes {
        /**
         * The device that a packet to {@code to} leaves by; empty if it is for the namespace itself.
         *
         * @param arrivedOn interface that it came in on; empty if it was made in the namespace
         */
        Optional<String> device(String namespace, Optional<String> arrivedOn, String to)
                throws AccountException, InterruptedException;
    }

    private final List<Link> links;
    private final Routes routes;
    private final String serverNamespace;
    private final String serverAddress;
    private final List<Crossing> found = new ArrayList<>();

    private PathFinder(List<Link> links, Routes routes, String serverNamespace, String serverAddress) {
        this.links = links;
        this.routes = routes;
        this.serverNamespace = serverNamespace;
        this.serverAddress = serverAddress;
    }

    static List<Crossing> find(
            List<Link> links, Routes routes, String clientNamespace, String serverNamespace, String serverAddress)
            throws AccountException, InterruptedException {
        PathFinder finder = new PathFinder(links, routes, serverNamespace, serverAddress);
        String device = routes.device(clientNamespace, Optional.empty(), serverAddress)
                .orElseThrow(() -> new AccountException(
                        "client and server are both in " + clientNamespace + ": no interface lies between them"));
        finder.leave(finder.link(clientNamespace, device), false);
        return List.copyOf(finder.found);
    }

    private void leave(Link link, boolean encapsulated) throws AccountException, InterruptedException {
        cross(link, true, encapsulated);
        if (link.isKind("bridge")) {
            leave(portTowardsServer(link), encapsulated);
        } else if (link.isKind("vxlan")) {
            String underlay = link.underlay();
            if (underlay == null) {
                throw new AccountException(link.label() + ": expected the device that the tunnel sends by");
            }
            leave(link(link.namespace(), underlay), true);
        } else if (link.isKind("macvlan")) {
            Link lower = peer(link);
            Optional<Link> beside = macvlanOfServer(lower);
            if (beside.isPresent()) {
                arrive(beside.get(), encapsulated);
            } else {
                leave(lower, encapsulated);
            }
        } else if (link.isKind("veth")) {
            arrive(peer(link), encapsulated);
        } else {
            throw new AccountException(
                    link.label() + ": cannot follow a packet through an interface of kind " + link.kind());
        }
    }

    private void arrive(Link link, boolean encapsulated) throws AccountException, InterruptedException {
        cross(link, false, encapsulated);
        if (encapsulated) {
            arrive(tunnel(link.namespace()), false);
            return;
        }
        Optional<Link> above = macvlanOfServer(link);
        if (above.isPresent()) {
            arrive(above.get(), false);
            return;
        }
        Link host = link;
        String master = link.master();
        if (master != null) {
            Link bridge = link(link.namespace(), master);
            if (switched(bridge)) {
                leave(portTowardsServer(bridge), false);
                return;
            }
            cross(bridge, false, false);
            host = bridge;
        }
        if (host.namespace().equals(serverNamespace)) {
            return;
        }
        String device = routes.device(host.namespace(), Optional.of(host.name()), serverAddress)
                .orElseThrow(() ->
                        new AccountException(link.namespace() + ": takes packets to " + serverAddress + " for itself"));
        leave(link(link.namespace(), device), false);
    }

    /** Whether the bridge hands the packet from port to port, without its host. */
    private boolean switched(Link bridge) throws AccountException, InterruptedException {
        return routes.device(bridge.namespace(), Optional.of(bridge.name()), serverAddress)
                .filter(bridge.name()::equals)
                .isPresent();
    }

    private void cross(Link link, boolean sends, boolean encapsulated) throws AccountException {
        if (found.size() >= MOST_STEPS) {
            throw new AccountException("the way to " + serverAddress + " does not end: "
                    + found.stream().map(Crossing::label).toList());
        }
        found.add(new Crossing(
                link.namespace(), link.name(), link.kind() == null ? "unknown" : link.kind(), sends, encapsulated));
    }

    private Link portTowardsServer(Link bridge) throws AccountException {
        return links.stream()
                .filter(each -> each.namespace().equals(bridge.namespace())
                        && bridge.name().equals(each.master())
                        && each.peerNamespace().equals(serverNamespace))
                .findFirst()
                .orElseThrow(() -> new AccountException(bridge.label() + ": no port leads to " + serverNamespace));
    }

    private Link peer(Link link) throws AccountException {
        return links.stream()
                .filter(each -> each.namespace().equals(link.peerNamespace())
                        && Integer.valueOf(each.index()).equals(link.peerIndex()))
                .findFirst()
                .orElseThrow(() -> new AccountException(link.label() + ": its other end, number " + link.peerIndex()
                        + " in " + link.peerNamespace() + ", is not there"));
    }

    /** The server's macvlan device on {@code lower}. */
    private Optional<Link> macvlanOfServer(Link lower) {
        return links.stream()
                .filter(each -> each.isKind("macvlan")
                        && each.namespace().equals(serverNamespace)
                        && each.peerNamespace().equals(lower.namespace())
                        && Integer.valueOf(lower.index()).equals(each.peerIndex()))
                .findFirst();
    }

    private Link tunnel(String namespace) throws AccountException {
        return links.stream()
                .filter(each -> each.namespace().equals(namespace) && each.isKind("vxlan"))
                .findFirst()
                .orElseThrow(() -> new AccountException(namespace + ": no tunnel ends here"));
    }

    private Link link(String namespace, String name) throws AccountException {
        return links.stream()
                .filter(each ->
                        each.namespace().equals(namespace) && each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AccountException(namespace + ": has no interface " + name));
    }
}
