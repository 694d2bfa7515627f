package dev.pinbench.harness.inspect;

import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.Namespaces;
import dev.pinbench.harness.targets.NetNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows a packet from inside out through what the kernel says: routes and policy rules by layer 3, neighbours and
 * forwarding entries by layer 2, the other end of a veth by its number in the other namespace.
 */
final class Walk {
    private static final int MOST_STEPS = 48;

    /** Of the blocks for documentation (RFC 5737, RFC 3849): nobody real is there, so only the default route leads there. */
    private static final List<String> ANYWHERE = List.of("203.0.113.1", "198.51.100.1", "192.0.2.1", "2001:db8::1");

    /**
     * Who takes the frame on the link.
     *
     * @param address next hop
     * @param mac its hardware address; {@code null} while nobody asked for it
     */
    private record Next(String address, @Nullable String mac) {}

    /** The tunnel that the packet is in. */
    private record Outer(@Nullable Integer vni, @Nullable Integer port, String remote, String local, Next inner) {}

    private final Namespaces namespaces;
    private final Readers readers;
    private final Map<Long, NamespaceView> views = new LinkedHashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final BridgePorts bridgePorts = new BridgePorts(this::bound);
    private String to = "";
    private String from = "";

    private Walk(Namespaces namespaces, Readers readers) {
        this.namespaces = namespaces;
        this.readers = readers;
    }

    /** The way from {@code start} to the address {@code to}, or by the default route. */
    static Way follow(Namespaces namespaces, Readers readers, NetNamespace start, Optional<String> to)
            throws NamespaceException, InterruptedException {
        Walk walk = new Walk(namespaces, readers);
        walk.to = to.isPresent() ? to.get() : walk.anywhere(start);
        Ending ending = walk.start(start);
        return new Way(walk.steps, walk.to, walk.from, ending.words(), ending.complete());
    }

    /** How a walk ended. */
    record Ending(String words, boolean complete) {
        static Ending done(String words) {
            return new Ending(words, true);
        }

        static Ending lost(String words) {
            return new Ending(words, false);
        }
    }

    /** An address that takes the default route where the packet starts and, if it can be told, where Pinbench is. */
    private String anywhere(NetNamespace start) throws NamespaceException, InterruptedException {
        List<NamespaceView> asked = new ArrayList<>(List.of(view(start)));
        for (NetNamespace namespace : namespaces.all()) {
            if (namespace.isOwn() && !namespace.equals(start)) {
                asked.add(view(namespace));
            }
        }
        for (String address : ANYWHERE) {
            boolean free = asked.get(0).takesDefaultRoute(address);
            for (NamespaceView other : asked.subList(1, asked.size())) {
                free &= !other.hasRouteOfItsOwn(address);
            }
            if (free) {
                return address;
            }
        }
        return ANYWHERE.get(0);
    }

    private Ending start(NetNamespace start) throws NamespaceException, InterruptedException {
        NamespaceView view = view(start);
        Route route = view.sends(to);
        if (route.local()) {
            return Ending.done(to + " is an address of " + start.label() + " itself: the packet crosses only lo");
        }
        from = route.source() == null ? "" : route.source();
        to = route.destination();
        return send(view, route, to, null);
    }

    /** Sends by a route. */
    private Ending send(NamespaceView view, Route route, String destination, @Nullable Outer outer)
            throws NamespaceException, InterruptedException {
        Optional<Device> device = view.device(route.device());
        if (route.refusal() != null || device.isEmpty()) {
            return Ending.lost(view.namespace().label() + " has no route to " + destination + ": "
                    + (route.refusal() != null ? route.refusal() : "no interface " + route.device()));
        }
        String address = route.gateway() != null ? route.gateway() : destination;
        Next next =
                new Next(address, view.neighbour(address, device.get().name()).orElse(null));
        return leave(view, device.get(), next, outer, "route to " + destination + " " + route.describe());
    }

    private Ending leave(NamespaceView view, Device device, Next next, @Nullable Outer outer, String how)
            throws NamespaceException, InterruptedException {
        if (steps.size() >= MOST_STEPS) {
            return Ending.lost("the way does not end: more than " + MOST_STEPS + " interfaces");
        }
        add(view, device, true, outer, how);
        switch (device.kind()) {
            case "veth", "netkit" -> {
                Optional<Place> peer = bound(view, device);
                return peer.isEmpty()
                        ? Ending.lost(otherEnd(device))
                        : arrive(peer.get().view(), peer.get().device(), next, outer, "other end of " + device.name());
            }
            case "bridge" -> {
                return switched(view, device, null, next, outer);
            }
            case "vxlan" -> {
                return encapsulate(view, device, next);
            }
            case "macvlan", "ipvlan" -> {
                Optional<Place> sibling = stacked(bound(view, device), next, device);
                if (sibling.isPresent()) {
                    return arrive(
                            sibling.get().view(),
                            sibling.get().device(),
                            next,
                            outer,
                            "on the same device as " + device.name());
                }
                return leaveLower(view, device, next, outer);
            }
            case "vlan", "macvtap", "ipvtap" -> {
                return leaveLower(view, device, next, outer);
            }
            case "bond", "team" -> {
                return leaveSlave(view, device, next, outer);
            }
            case "device" -> {
                return Ending.done("leaves the machine by " + device.name() + ", next hop " + next.address());
            }
            case "tun" -> {
                List<Reader> holders = readers.of(view.namespace(), device);
                return Ending.lost("handed to user space by the tap " + device.name() + ", "
                        + (holders.isEmpty() ? "whose holder this user may not see" : "to " + Reader.labels(holders))
                        + ", which is not followed");
            }
            default -> {
                return Ending.lost(
                        "handed to the driver " + device.kind() + " of " + device.name() + ", which is not followed");
            }
        }
    }

    private Ending leaveLower(NamespaceView view, Device device, Next next, @Nullable Outer outer)
            throws NamespaceException, InterruptedException {
        Optional<Place> lower = bound(view, device);
        return lower.isEmpty()
                ? Ending.lost(otherEnd(device))
                : leave(lower.get().view(), lower.get().device(), next, outer, "device below " + device.name());
    }

    private Ending leaveSlave(NamespaceView view, Device device, Next next, @Nullable Outer outer)
            throws NamespaceException, InterruptedException {
        List<Device> slaves = view.devices().stream()
                .filter(each -> device.name().equals(each.link().master()))
                .toList();
        Optional<Device> slave = slaves.stream()
                .filter(Device::activeSlave)
                .findFirst()
                .or(() -> slaves.stream().findFirst());
        return slave.isEmpty()
                ? Ending.lost(device.name() + " has no slave")
                : leave(view, slave.get(), next, outer, "one of " + slaves.size() + " slaves of " + device.name());
    }

    private Ending encapsulate(NamespaceView view, Device device, Next next)
            throws NamespaceException, InterruptedException {
        Tunnel tunnel = device.tunnel();
        if (tunnel == null || tunnel.external()) {
            return Ending.lost("the remote of " + device.name()
                    + " comes with each packet (external): a program or route sets it");
        }
        Optional<String> remote = view.remote(device, next.mac()).or(() -> Optional.ofNullable(tunnel.remote()));
        if (remote.isEmpty()) {
            return Ending.lost(device.name() + " has no forwarding entry for " + next.address()
                    + (next.mac() == null ? ", whose hardware address is not known" : " at " + next.mac()));
        }
        Route route = view.sends(remote.get());
        if (route.local()) {
            return Ending.lost(device.name() + " sends to " + remote.get() + ", an address of its own namespace");
        }
        String local = tunnel.local() != null ? tunnel.local() : route.source() != null ? route.source() : "";
        return send(view, route, remote.get(), new Outer(tunnel.vni(), tunnel.port(), remote.get(), local, next));
    }

    private Ending arrive(NamespaceView view, Device device, Next next, @Nullable Outer outer, String how)
            throws NamespaceException, InterruptedException {
        if (steps.size() >= MOST_STEPS) {
            return Ending.lost("the way does not end: more than " + MOST_STEPS + " interfaces");
        }
        add(view, device, false, outer, how);
        List<Reader> switches = readers.of(view.namespace(), device).stream()
                .filter(Reader::switches)
                .toList();
        if (!switches.isEmpty()) {
            // The kernel may have a route for the frame as well, but the switch is what the interface is there for.
            return Ending.lost("Open vSwitch in user space takes what comes in by " + device.name() + ": "
                    + Reader.labels(switches) + " reads it by a packet socket and is not followed");
        }
        Device host = device;
        Optional<Device> master = view.device(device.link().master());
        if (master.isPresent() && master.get().link().isKind("bridge")) {
            if (!bridgePorts.isForHost(view, master.get(), next.address(), next.mac())) {
                return switched(view, master.get(), device, next, outer);
            }
            host = master.get();
            add(view, host, false, outer, "bridge that " + device.name() + " is a port of, and the next hop");
        } else if (master.isPresent() && master.get().link().isKind("openvswitch")) {
            return Ending.lost("Open vSwitch in the kernel takes what comes in by " + device.name() + ", a port of "
                    + master.get().name() + ": its flows are not followed");
        } else if (master.isPresent() && !master.get().link().isKind("vrf")) {
            host = master.get();
            add(view, host, false, outer, "device that " + device.name() + " is a slave of");
        }
        boolean mine = !host.equals(device)
                || host.link().isKind("netkit")
                || (next.mac() != null ? next.mac().equals(host.mac()) : view.has(next.address()));
        if (!mine) {
            Optional<Place> above = stacked(Optional.of(new Place(view, host)), next, null);
            if (above.isPresent()) {
                return arrive(above.get().view(), above.get().device(), next, outer, "stacked on " + host.name());
            }
            if (next.mac() != null || !view.answersFor(next.address(), host.name())) {
                return Ending.lost("the kernel of " + view.namespace().label() + " takes no frame for "
                        + next.address() + " from " + host.name()
                        + ": a program may, such as Open vSwitch in user space or one of BPF");
            }
        }
        return deliver(view, host, outer);
    }

    /** The namespace's own layer 3 has the packet. */
    private Ending deliver(NamespaceView view, Device host, @Nullable Outer outer)
            throws NamespaceException, InterruptedException {
        String destination = outer == null ? to : outer.remote();
        String source = outer == null ? from : outer.local();
        if (view.has(destination)) {
            return outer == null ? reached(view) : decapsulate(view, outer);
        }
        Route route = source.isEmpty() ? view.sends(destination) : view.forwards(destination, source, host.name());
        if (route.refusal() != null) {
            // The namespace may have translated the source on the way, or refuse what its filters say: as it sends
            // itself.
            Route own = view.sends(destination);
            if (own.refusal() != null) {
                return Ending.lost(
                        view.namespace().label() + " does not forward to " + destination + ": " + route.refusal());
            }
            route = own;
        }
        if (route.local()) {
            return outer == null ? reached(view) : decapsulate(view, outer);
        }
        return send(view, route, destination, outer);
    }

    private Ending reached(NamespaceView view) {
        return Ending.done("reaches " + to + " in " + view.namespace().label());
    }

    private Ending decapsulate(NamespaceView view, Outer outer) throws NamespaceException, InterruptedException {
        for (Device each : view.devices()) {
            Tunnel tunnel = each.tunnel();
            if (tunnel != null
                    && (tunnel.external() || Objects.equals(tunnel.vni(), outer.vni()))
                    && Objects.equals(tunnel.port(), outer.port())) {
                return arrive(view, each, outer.inner(), null, "tunnel " + outer.vni() + " ends here");
            }
        }
        return Ending.lost(
                "no tunnel " + outer.vni() + " ends in " + view.namespace().label());
    }

    /** From port to port, or from the bridge's own device to a port. */
    private Ending switched(
            NamespaceView view, Device bridge, @Nullable Device cameBy, Next next, @Nullable Outer outer)
            throws NamespaceException, InterruptedException {
        Optional<BridgePorts.Port> port = bridgePorts.towards(view, bridge, cameBy, next.address(), next.mac());
        return port.isEmpty()
                ? Ending.lost(bridge.name() + " floods to all its ports: no entry for " + next.address())
                : leave(view, port.get().device(), next, outer, port.get().why());
    }

    /** An interface in its namespace. */
    record Place(NamespaceView view, Device device) {}

    /** The macvlan or ipvlan on {@code lower} that takes the frame, wherever it is. */
    private Optional<Place> stacked(Optional<Place> lower, Next next, @Nullable Device except)
            throws NamespaceException, InterruptedException {
        if (lower.isEmpty()) {
            return Optional.empty();
        }
        for (NetNamespace namespace : namespaces.all()) {
            Optional<NamespaceView> view = reachable(namespace);
            for (Device each : view.map(NamespaceView::devices).orElse(List.of())) {
                boolean takes = next.mac() != null ? next.mac().equals(each.mac()) : each.has(next.address());
                if ((each.link().isKind("macvlan") || each.link().isKind("ipvlan")) && takes && !each.equals(except)) {
                    Optional<Place> below = bound(view.get(), each);
                    if (below.isPresent()
                            && below.get().view() == lower.get().view()
                            && below.get().device().equals(lower.get().device())) {
                        return Optional.of(new Place(view.get(), each));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What an interface is bound to: the other end of a veth, the device below a vlan or macvlan. */
    private Optional<Place> bound(NamespaceView view, Device device) throws NamespaceException, InterruptedException {
        Integer index = device.link().peerIndex();
        if (index == null) {
            // Within one namespace iproute2 prints its name instead of the kernel's number.
            return view.device(device.boundTo()).map(found -> new Place(view, found));
        }
        String inode = device.link().peerNamespace();
        Optional<NetNamespace> namespace =
                inode.matches("[0-9]+") ? namespaces.byInode(Long.parseLong(inode)) : Optional.empty();
        if (namespace.isEmpty()) {
            return Optional.empty();
        }
        NamespaceView other = view(namespace.get());
        return other.device(index).map(found -> new Place(other, found));
    }

    private NamespaceView view(NetNamespace namespace) throws NamespaceException, InterruptedException {
        NamespaceView known = views.get(namespace.inode());
        if (known == null) {
            known = NamespaceView.read(namespace, namespaces.numbersSeenFrom(namespace));
            views.put(namespace.inode(), known);
        }
        return known;
    }

    /** A namespace of another user cannot be looked into; what is in it is then not found. */
    private Optional<NamespaceView> reachable(NetNamespace namespace) throws InterruptedException {
        try {
            return Optional.of(view(namespace));
        } catch (NamespaceException refused) {
            return Optional.empty();
        }
    }

    private static String otherEnd(Device device) {
        return "the other end of " + device.name() + ", number " + device.link().peerIndex()
                + ", is in a namespace that no process and no name in /run/netns shows to this user";
    }

    private void add(NamespaceView view, Device device, boolean sends, @Nullable Outer outer, String how) {
        steps.add(new Step(view.namespace(), device, sends, outer != null, how));
    }
}
