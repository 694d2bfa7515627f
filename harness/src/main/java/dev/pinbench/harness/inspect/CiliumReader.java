package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.process.Printable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Reads the maps of Cilium's agent by {@code bpftool map dump}, as bytes: whether a map tells its types depends on how it was
 * made, and where its fields are has not changed since Cilium 1.8 but for what was added in former padding.
 */
final class CiliumReader {
    private static final String BPFTOOL = "bpftool";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final int ENDPOINT_KEY_BYTES = 20;
    private static final int LEAST_ENDPOINT_BYTES = 36;
    private static final int FAMILY_AT = 16;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int ENDPOINT_ID_AT = 6;
    private static final int FLAGS_AT = 8;
    private static final int HOST_FLAG = 1;
    private static final int MAC_AT = 16;
    private static final int NODE_MAC_AT = 24;
    private static final int MAC_BYTES = 6;
    private static final int IDENTITY_AT = 32;

    private static final int METRICS_KEY_BYTES = 8;
    private static final int METRICS_BYTES = 16;
    private static final List<String> DIRECTIONS = List.of("unknown", "ingress", "egress", "service");

    /** DropInvalid and DropMin of pkg/monitor/api: all other reasons are ways of forwarding. */
    private static final int DROP_INVALID = 2;

    private static final int LEAST_DROP = 130;

    private final List<String> notes;

    /** @param notes gets a sentence for what cannot be told */
    CiliumReader(List<String> notes) {
        this.notes = notes;
    }

    /**
     * Reads them.
     *
     * @param maps files of the maps, as {@link CiliumMaps} found them
     * @param onTheWay which endpoints are of interest
     */
    Cilium read(List<String> maps, Predicate<Cilium.Endpoint> onTheWay) throws InterruptedException {
        if (maps.isEmpty()) {
            return Cilium.NONE;
        }
        if (Executables.find(BPFTOOL).isEmpty()) {
            notes.add("what the maps of Cilium hold is not told without bpftool");
            return new Cilium(maps, null, null);
        }
        List<Cilium.Endpoint> endpoints = null;
        List<Cilium.Count> counts = null;
        for (String map : maps) {
            Optional<String> dump = dump(map);
            if (dump.isEmpty()) {
                continue;
            }
            try {
                if (map.contains("cilium_lxc")) {
                    endpoints =
                            endpoints(map, dump.get()).stream().filter(onTheWay).toList();
                } else {
                    counts = counts(map, dump.get());
                }
            } catch (LinkException e) {
                notes.add(Objects.requireNonNullElse(e.getMessage(), map));
            }
        }
        return new Cilium(maps, endpoints, counts);
    }

    private Optional<String> dump(String map) throws InterruptedException {
        List<String> argv = List.of(BPFTOOL, "-j", "map", "dump", "pinned", map);
        try {
            CommandResult result = Commands.run(argv, TIMEOUT);
            if (result.exitCode() == 0) {
                return Optional.of(result.stdout());
            }
            String said = (result.stdout() + " " + result.stderr()).strip();
            notes.add(Printable.argv(argv) + ": exit status " + result.exitCode() + ": " + Printable.escape(said));
        } catch (CommandException e) {
            notes.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /** The entries of an endpoint map, in its order. */
    static List<Cilium.Endpoint> endpoints(String map, String json) throws LinkException {
        List<Cilium.Endpoint> endpoints = new ArrayList<>();
        for (JsonNode entry : ToolJson.array(map, json)) {
            byte[] key = bytes(map, entry.path("key"));
            ByteBuffer value = ByteBuffer.wrap(bytes(map, entry.path("value"))).order(ByteOrder.nativeOrder());
            if (key.length != ENDPOINT_KEY_BYTES || value.capacity() < LEAST_ENDPOINT_BYTES) {
                throw shape(map, key.length, value.capacity());
            }
            int family = key[FAMILY_AT];
            if (family != IPV4 && family != IPV6) {
                throw new LinkException(map + ": expected address family 1 or 2, but found " + family);
            }
            long identity = Integer.toUnsignedLong(value.getInt(IDENTITY_AT));
            endpoints.add(new Cilium.Endpoint(
                    address(key, family == IPV4 ? IPV4_BYTES : IPV6_BYTES),
                    Short.toUnsignedInt(value.getShort(ENDPOINT_ID_AT)),
                    identity == 0 ? null : Long.valueOf(identity),
                    value.getInt(0),
                    mac(value, MAC_AT),
                    mac(value, NODE_MAC_AT),
                    (value.getInt(FLAGS_AT) & HOST_FLAG) != 0));
        }
        return endpoints;
    }

    private static String address(byte[] key, int length) {
        byte[] address = new byte[length];
        System.arraycopy(key, 0, address, 0, length);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }

    /** A numeric address as {@link Cilium.Endpoint#address} has it; as it is if it is none. */
    static String canonical(String address) {
        try {
            // Anything but a numeric address would be looked up as the name of a host.
            return address.matches("[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*")
                    ? InetAddress.getByName(address).getHostAddress()
                    : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static String mac(ByteBuffer value, int at) {
        byte[] mac = new byte[MAC_BYTES];
        value.get(at, mac);
        return HexFormat.ofDelimiter(":").formatHex(mac);
    }

    /** The entries of a metrics map, summed over CPUs and over the lines of Cilium's source that counted. */
    static List<Cilium.Count> counts(String map, String json) throws LinkException {
        record Fate(int direction, int reason) {}
        Map<Fate, long[]> sums = new LinkedHashMap<>();
        for (JsonNode entry : ToolJson.array(map, json)) {
            byte[] key = bytes(map, entry.path("key"));
            if (key.length != METRICS_KEY_BYTES) {
                throw shape(map, key.length, METRICS_BYTES);
            }
            Fate fate = new Fate(key[1] & 3, Byte.toUnsignedInt(key[0]));
            long[] sum = sums.computeIfAbsent(fate, each -> new long[2]);
            for (JsonNode each : entry.path("values")) {
                ByteBuffer value =
                        ByteBuffer.wrap(bytes(map, each.path("value"))).order(ByteOrder.nativeOrder());
                if (value.capacity() != METRICS_BYTES) {
                    throw shape(map, key.length, value.capacity());
                }
                sum[0] += value.getLong(0);
                sum[1] += value.getLong(Long.BYTES);
            }
        }
        List<Cilium.Count> counts = new ArrayList<>();
        sums.forEach((fate, sum) -> counts.add(new Cilium.Count(
                DIRECTIONS.get(fate.direction()),
                fate.reason() == DROP_INVALID || fate.reason() >= LEAST_DROP,
                fate.reason(),
                sum[0],
                sum[1])));
        return counts;
    }

    private static LinkException shape(String map, int key, int value) {
        return new LinkException(map + ": has a shape that is not known (key " + key + " bytes, value " + value
                + " bytes); cilium-dbg in the agent's container can tell");
    }

    private static byte[] bytes(String map, JsonNode array) throws LinkException {
        byte[] bytes = new byte[array.size()];
        for (int i = 0; i < bytes.length; i++) {
            String text = array.path(i).asString("");
            if (!text.matches("0x[0-9a-f]{2}")) {
                throw new LinkException(map + ": expected bytes such as 0x0a from bpftool map dump");
            }
            bytes[i] = (byte) HexFormat.fromHexDigits(text, 2, 4);
        }
        return bytes;
    }
}
