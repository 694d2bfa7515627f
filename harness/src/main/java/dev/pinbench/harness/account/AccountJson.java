package dev.pinbench.harness.account;

import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An account as JSON. */
public final class AccountJson {
    /** Grows when a field changes its meaning or goes. */
    public static final int VERSION = 2;

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AccountJson() {}

    /** What came of it as one JSON object with a newline at its end; without a balance it has the same keys. */
    public static String render(AccountOutcome outcome) {
        Map<String, Object> root =
                outcome instanceof Account account ? account(account) : noBalance((NoBalance) outcome);
        return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> noBalance(NoBalance outcome) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("title", outcome.title());
        root.put("balances", false);
        root.put("failure", outcome.reason());
        root.put("payloadBytes", null);
        root.put("hops", List.of());
        root.put("identities", List.of());
        root.put("nodes", List.of());
        root.put("losses", outcome.losses());
        root.put("capture", CaptureJson.of(outcome.captured()));
        return root;
    }

    private static Map<String, Object> account(Account account) {
        Captured captured = account.captured();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("version", VERSION);
        root.put("title", account.title());
        root.put("balances", account.balances());
        root.put("failure", null);
        root.put("payloadBytes", payload(account.payload()));
        root.put("hops", account.hops().stream().map(AccountJson::hop).toList());
        root.put(
                "identities",
                account.identities().stream().map(AccountJson::identity).toList());
        List<Map<String, Object>> nodes = new ArrayList<>();
        for (NodeView node : account.nodes()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("node", node.node());
            map.put("allInterfacesBytes", node.allInterfacesBytes());
            map.put("wireBytes", node.wireBytes());
            map.put("podBytes", node.podBytes());
            map.put("ratio", node.ratio());
            nodes.add(map);
        }
        root.put("nodes", nodes);
        root.put("losses", account.losses());
        root.put("capture", captured == null ? null : CaptureJson.of(captured));
        return root;
    }

    private static Map<String, Object> payload(Payload payload) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("asked", payload.asked());
        map.put("written", payload.written());
        map.put("carried", payload.carried());
        map.put("again", payload.again());
        map.put("read", payload.read());
        return map;
    }

    private static Map<String, Object> hop(HopCount hop) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("namespace", hop.crossing().namespace());
        map.put("interface", hop.crossing().interfaceName());
        map.put("kind", hop.crossing().kind());
        map.put("towardsServerIs", hop.crossing().sends() ? "tx" : "rx");
        map.put("encapsulated", hop.crossing().encapsulated());
        map.put("towardsServer", tally(hop.towardsServer()));
        map.put("towardsClient", tally(hop.towardsClient()));
        return map;
    }

    private static Map<String, Object> tally(Tally tally) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bytes", tally.bytes());
        map.put("packets", tally.packets());
        map.put("dropped", tally.dropped());
        map.put("errors", tally.errors());
        return map;
    }

    private static Map<String, Object> identity(Identity identity) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", identity.name());
        map.put("unit", identity.unit());
        map.put("left", identity.left());
        List<Map<String, Object>> terms = new ArrayList<>();
        for (Term term : identity.terms()) {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("reason", term.reason());
            each.put("count", term.count());
            each.put("each", term.each() == 0 ? null : term.each());
            each.put("amount", term.amount());
            terms.add(each);
        }
        map.put("terms", terms);
        map.put("right", identity.right());
        map.put("remainder", identity.remainder());
        return map;
    }
}
