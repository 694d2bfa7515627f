package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One namespace, asked for interfaces, routes, neighbours and forwarding entries. Interfaces are read once. */
final class NamespaceView {
    private final NetNamespace namespace;
    private final List<Device> devices;

    private NamespaceView(NetNamespace namespace, List<Device> devices) {
        this.namespace = namespace;
        this.devices = devices;
    }

    static NamespaceView read(NetNamespace namespace, Map<Integer, Long> numbers)
            throws NamespaceException, InterruptedException {
        Map<Integer, String> names = new LinkedHashMap<>();
        numbers.forEach((number, inode) -> names.put(number, Long.toString(inode)));
        return new NamespaceView(namespace, devices(namespace, names));
    }

    private static List<Device> devices(NetNamespace namespace, Map<Integer, String> names)
            throws NamespaceException, InterruptedException {
        List<Device> devices = new ArrayList<>();
        try {
            String text = namespace.output(List.of("ip", "-j", "-d", "-s", "-s", "addr", "show"));
            for (JsonNode entry : ToolJson.array(source(namespace, "ip addr"), text)) {
                devices.add(Device.parse(Long.toString(namespace.inode()), entry, names));
            }
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
        return List.copyOf(devices);
    }

    NetNamespace namespace() {
        return namespace;
    }

    List<Device> devices() {
        return devices;
    }

    Optional<Device> device(@Nullable String name) {
        return devices.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    Optional<Device> device(int index) {
        return devices.stream().filter(each -> each.link().index() == index).findFirst();
    }

    boolean has(String address) {
        return devices.stream().anyMatch(each -> each.has(address));
    }

    /** The way to {@code to} for a packet that came in from {@code from} by {@code arrivedOn}. */
    Route forwards(String to, String from, String arrivedOn) throws NamespaceException, InterruptedException {
        return route(to, List.of("ip", "-j", "route", "get", to, "from", from, "iif", arrivedOn));
    }

    /** The way to {@code to} for a packet of the namespace's own. */
    Route sends(String to) throws NamespaceException, InterruptedException {
        return route(to, List.of("ip", "-j", "route", "get", to));
    }

    /** Whether nothing but the default route leads to {@code address}. */
    boolean takesDefaultRoute(String address) throws NamespaceException, InterruptedException {
        return matched(address).filter("default"::equals).isPresent();
    }

    /** Whether another route than the default one leads to {@code address}. */
    boolean hasRouteOfItsOwn(String address) throws NamespaceException, InterruptedException {
        return matched(address).filter(prefix -> !prefix.equals("default")).isPresent();
    }

    /** The prefix of the route to {@code address}; empty if there is no route. */
    private Optional<String> matched(String address) throws NamespaceException, InterruptedException {
        try {
            CommandResult result = namespace.run(List.of("ip", "-j", "route", "get", "fibmatch", address));
            return result.exitCode() == 0
                    ? Optional.ofNullable(
                            Program.text(ToolJson.array(source(namespace, "ip route get fibmatch"), result.stdout())
                                    .path(0)
                                    .path("dst")))
                    : Optional.empty();
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    private Route route(String to, List<String> argv) throws NamespaceException, InterruptedException {
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() != 0) {
                // Exit status 2 is the kernel's answer; any other is trouble of the program or of nsenter.
                if (result.exitCode() != 2) {
                    throw new NamespaceException(namespace.failure(argv, result));
                }
                return Route.refused(
                        to,
                        result.stderr().lines().findFirst().orElse("no route").replace("RTNETLINK answers: ", ""));
            }
            JsonNode route = ToolJson.array(source(namespace, Printable.argv(argv)), result.stdout())
                    .path(0);
            String type = route.path("type").asString("unicast");
            if (type.equals("local")) {
                return new Route(
                        Objects.requireNonNullElse(Program.text(route.path("dst")), to),
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
            }
            String device = Program.text(route.path("dev"));
            if (device == null || !type.equals("unicast")) {
                return Route.refused(to, "the route is of type " + type);
            }
            String table = Program.text(route.path("table"));
            String gateway = Program.text(route.path("gateway"));
            return new Route(
                    Objects.requireNonNullElse(Program.text(route.path("dst")), to),
                    false,
                    device,
                    gateway != null ? gateway : Program.text(route.path("via").path("host")),
                    Program.text(route.path("prefsrc")),
                    table,
                    table == null ? null : rule(table),
                    null);
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    /** The policy rules that look into {@code table}, as {@code ip rule} lists them. */
    private @Nullable String rule(String table) throws NamespaceException, InterruptedException {
        List<String> rules = new ArrayList<>();
        for (JsonNode each : list(List.of("ip", "-j", "rule", "show"))) {
            if (each.path("table").asString("").equals(table)) {
                List<String> words = new ArrayList<>();
                words.add("rule " + each.path("priority").asString("?") + ": from "
                        + each.path("src").asString("all"));
                for (String key : List.of("dst", "iif", "oif", "fwmark")) {
                    String value = Program.text(each.path(key));
                    if (value != null) {
                        words.add((key.equals("dst") ? "to" : key) + " " + value);
                    }
                }
                rules.add(String.join(" ", words));
            }
        }
        return rules.isEmpty() ? null : String.join(", ", rules);
    }

    /** The hardware address of a neighbour; empty while nobody asked for it. */
    Optional<String> neighbour(String address, String device) throws NamespaceException, InterruptedException {
        for (JsonNode each : list(List.of("ip", "-j", "neigh", "show", "to", address, "dev", device))) {
            String mac = Program.text(each.path("lladdr"));
            if (mac != null) {
                return Optional.of(mac);
            }
        }
        return Optional.empty();
    }

    /** Whether a namespace answers on {@code device} for an address that it does not have: by proxy entries or proxy ARP. */
    boolean answersFor(String address, String device) throws NamespaceException, InterruptedException {
        for (JsonNode each : list(List.of("ip", "-j", "neigh", "show", "proxy"))) {
            if (address.equals(Program.text(each.path("dst"))) && device.equals(Program.text(each.path("dev")))) {
                return true;
            }
        }
        String folder = "/proc/sys/net/ipv4/conf/";
        try {
            return namespace
                    .run(List.of("cat", folder + device + "/proxy_arp", folder + "all/proxy_arp"))
                    .stdout()
                    .contains("1");
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /** Where a bridge sends frames for {@code mac}: a port; empty if it has not learnt that. */
    Optional<String> port(String bridge, String mac) throws NamespaceException, InterruptedException {
        for (JsonNode each : list(List.of("bridge", "-j", "fdb", "show", "br", bridge))) {
            if (mac.equals(Program.text(each.path("mac")))
                    && bridge.equals(Program.text(each.path("master")))
                    && !"permanent".equals(Program.text(each.path("state")))) {
                return Optional.ofNullable(Program.text(each.path("ifname")));
            }
        }
        return Optional.empty();
    }

    /** Where a VXLAN device sends frames for {@code mac}. */
    Optional<String> remote(Device tunnel, @Nullable String mac) throws NamespaceException, InterruptedException {
        String others = null;
        for (JsonNode each : list(List.of("bridge", "-j", "fdb", "show", "dev", tunnel.name()))) {
            String remote = Program.text(each.path("dst"));
            String address = Program.text(each.path("mac"));
            if (remote != null && Objects.equals(address, mac)) {
                return Optional.of(remote);
            }
            if (remote != null && "00:00:00:00:00:00".equals(address)) {
                others = remote;
            }
        }
        return Optional.ofNullable(others);
    }

    private JsonNode list(List<String> argv) throws NamespaceException, InterruptedException {
        try {
            return ToolJson.array(source(namespace, Printable.argv(argv)), namespace.output(argv));
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    private static String source(NetNamespace namespace, String what) {
        return "in namespace " + Printable.escape(namespace.label()) + ": " + what;
    }
}
