package dev.pinbench.harness.inspect;

import dev.pinbench.harness.targets.NamespaceException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which port of a bridge a frame leaves by. */
final class BridgePorts {

    /** Finds the other end of an interface. */
    @FunctionalInterface
    interface Peers {
        Optional<Walk.Place> peer(NamespaceView view, Device device) throws NamespaceException, InterruptedException;
    }

    /** A port and why it is the one. */
    record Port(Device device, String why) {}

    private final Peers peers;

    BridgePorts(Peers peers) {
        this.peers = peers;
    }

    /** Whether the bridge hands the frame up to its own host. */
    boolean isForHost(NamespaceView view, Device bridge, String address, @Nullable String mac)
            throws NamespaceException, InterruptedException {
        if (mac == null) {
            return bridge.has(address);
        }
        // A frame for the address of one of its ports goes up as well: an entry of the kind "permanent".
        return mac.equals(bridge.mac()) || ports(view, bridge, null).stream().anyMatch(port -> mac.equals(port.mac()));
    }

    /** The port towards the next hop; empty if nothing tells it. */
    Optional<Port> towards(
            NamespaceView view, Device bridge, @Nullable Device cameBy, String address, @Nullable String mac)
            throws NamespaceException, InterruptedException {
        List<Device> ports = ports(view, bridge, cameBy);
        Optional<Device> learnt =
                mac == null ? Optional.empty() : view.port(bridge.name(), mac).flatMap(view::device);
        if (learnt.isPresent()) {
            return Optional.of(new Port(learnt.get(), "port of " + bridge.name() + " with the entry for " + mac));
        }
        for (Device port : ports) {
            Optional<Walk.Place> other = peers.peer(view, port);
            if (other.isPresent()
                    && (other.get().device().has(address)
                            || (mac != null && mac.equals(other.get().device().mac())))) {
                return Optional.of(new Port(
                        port,
                        "port of " + bridge.name() + " whose other end has " + address
                                + " (no entry yet: the bridge floods)"));
            }
        }
        return ports.size() == 1
                ? Optional.of(new Port(ports.get(0), "the only other port of " + bridge.name()))
                : Optional.empty();
    }

    private static List<Device> ports(NamespaceView view, Device bridge, @Nullable Device except) {
        return view.devices().stream()
                .filter(each -> bridge.name().equals(each.link().master()) && !each.equals(except))
                .toList();
    }
}
