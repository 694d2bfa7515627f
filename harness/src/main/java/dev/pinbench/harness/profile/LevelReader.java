package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.lab.Offload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One level as a profile writes it, already checked against the schema, to canonical text. */
final class LevelReader {

    private static final int SMALLEST_MSS = 88;
    private static final int LARGEST_MSS = 32767;
    private static final int FEWEST_FLOW_ENTRIES = 64;
    private static final int MOST_FLOW_ENTRIES = 1 << 20;

    private LevelReader() {}

    /**
     * The canonical levels that {@code node} stands for: one, or for a core list one for each CPU.
     *
     * @throws IllegalArgumentException if the level is wrong in a way that the schema does not see
     */
    static List<String> canonical(Factor factor, JsonNode node) {
        return switch (factor) {
            case CLIENT_CORE, SERVER_CORE -> cores(node);
            case SOFTIRQ_CORE, XPS, IRQ_AFFINITY -> List.of(mask(node.asString().strip()));
            case RFS -> List.of(flowEntries(node.asString().strip()));
            case MSS -> List.of(mss(node.asString().strip()));
            case OFFLOAD -> List.of(offload(node));
            case COMPETITOR -> List.of(competitor(node));
            case STREAMS -> List.of(streams(node));
            case PATH, DATAPATH, PROTOCOL, NODES, THREADED_NAPI, MTU ->
                List.of(node.asString().strip());
        };
    }

    /** The CPUs that a canonical level names by number; they have to be online. */
    static List<Integer> namedCpus(Factor factor, String level) {
        return switch (factor) {
            case CLIENT_CORE, SERVER_CORE ->
                CoreLevel.of(level) instanceof CoreLevel.One one ? List.of(one.cpu()) : List.of();
            case SOFTIRQ_CORE, XPS, IRQ_AFFINITY ->
                Character.isDigit(level.charAt(0)) ? CpuList.parse(level) : List.of();
            case COMPETITOR ->
                CompetitorLevel.of(level).flatMap(CompetitorLevel::fixedCpu).stream()
                        .toList();
            default -> List.of();
        };
    }

    private static List<String> cores(JsonNode node) {
        if (node.isObject()) {
            return List.of(new CoreLevel.Spread(node.path("spread").asInt()).canonical());
        }
        String text = node.asString().strip();
        if (!Character.isDigit(text.charAt(0))) {
            return List.of(CoreLevel.of(text).canonical());
        }
        return CpuList.parse(text).stream().map(String::valueOf).toList();
    }

    /** Where a competitor is put {@code elsewhere}, packets are steered to the {@code other}: either word is understood. */
    private static String mask(String text) {
        return Character.isDigit(text.charAt(0))
                ? CpuList.format(CpuList.parse(text))
                : text.replace("elsewhere", "other");
    }

    private static String mss(String text) {
        if (text.equals("default")) {
            return text;
        }
        int mss = Integer.parseInt(text);
        if (mss < SMALLEST_MSS || mss > LARGEST_MSS) {
            throw new IllegalArgumentException(
                    mss + " is out of range; expected " + SMALLEST_MSS + " to " + LARGEST_MSS + " bytes, or default");
        }
        return Integer.toString(mss);
    }

    /** The kernel takes the next power of two for any other number (rps_sock_flow_sysctl in net/core/sysctl_net_core.c). */
    private static String flowEntries(String text) {
        if (text.equals("default")) {
            return text;
        }
        int entries = Integer.parseInt(text);
        if (Integer.bitCount(entries) != 1 || entries < FEWEST_FLOW_ENTRIES || entries > MOST_FLOW_ENTRIES) {
            throw new IllegalArgumentException(text + " is no power of two from " + FEWEST_FLOW_ENTRIES + " to "
                    + MOST_FLOW_ENTRIES + "; expected such a number of entries, as 32768, or default");
        }
        return Integer.toString(entries);
    }

    private static String offload(JsonNode node) {
        if (node.isObject()) {
            List<String> switches = new ArrayList<>();
            List<String> hops = new ArrayList<>();
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getKey().equals("hops")) {
                    switches.add(entry.getKey() + "=" + entry.getValue().asString());
                } else if (entry.getValue().isArray()) {
                    entry.getValue().forEach(hop -> hops.add(hop.asString().strip()));
                } else {
                    hops.add(entry.getValue().asString().strip());
                }
            }
            String where = hops.isEmpty() ? "" : "@" + String.join("+", hops);
            return Offload.ofLevel(String.join(",", switches) + where).canonical();
        }
        String text = node.asString().strip();
        return text.equals("on") || text.equals("off")
                ? text
                : Offload.ofLevel(text).canonical();
    }

    private static String competitor(JsonNode node) {
        if (node.isObject()) {
            return new CompetitorLevel(
                            node.path("on").asString(), node.path("load").asInt(100))
                    .canonical();
        }
        return CompetitorLevel.of(node.asString().strip())
                .map(CompetitorLevel::canonical)
                .orElse("none");
    }

    private static String streams(JsonNode node) {
        if (node.isObject()) {
            Map.Entry<String, JsonNode> only = node.properties().iterator().next();
            return Streams.of(only.getKey() + ":" + only.getValue().asInt()).canonical();
        }
        return Streams.of(node.asString().strip()).canonical();
    }
}
