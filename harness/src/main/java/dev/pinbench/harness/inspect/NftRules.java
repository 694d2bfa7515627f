package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What {@code nft -j list ruleset} says of address translation and connection tracking.
 *
 * @param nat rules that translate
 * @param tracked whether a rule translates or asks for the state of a connection, either of which makes conntrack see
 *     every packet of the namespace
 */
record NftRules(List<NatRule> nat, boolean tracked) {
    private static final Set<String> NAT_STATEMENTS = Set.of("masquerade", "snat", "dnat", "redirect");
    private static final Set<String> NAT_TARGETS = Set.of("MASQUERADE", "SNAT", "DNAT", "REDIRECT", "NETMAP");
    private static final Set<String> STATE_MATCHES = Set.of("conntrack", "state", "connmark", "CONNMARK", "CT");

    /** @param xtables whether rules of iptables-nft count too: not where iptables-save tells them in full */
    static NftRules parse(String json, boolean xtables) throws LinkException {
        List<NatRule> nat = new ArrayList<>();
        boolean tracked = false;
        for (JsonNode each : ToolJson.read("nft -j list ruleset", json).path("nftables")) {
            JsonNode rule = each.path("rule");
            boolean translates = false;
            boolean byXtables = false;
            for (JsonNode statement : rule.path("expr")) {
                String xt = statement.path("xt").path("name").asString("");
                byXtables |= statement.has("xt");
                translates |=
                        NAT_TARGETS.contains(xt) || NAT_STATEMENTS.stream().anyMatch(statement::has);
                tracked |= STATE_MATCHES.contains(xt)
                        || statement.has("ct")
                        || statement.path("match").path("left").has("ct");
            }
            tracked |= translates;
            if (translates && (xtables || !byXtables)) {
                nat.add(new NatRule(
                        "nft",
                        rule.path("family").asString("?") + " "
                                + rule.path("table").asString("?") + " "
                                + rule.path("chain").asString("?"),
                        text(rule.path("expr"))));
            }
        }
        return new NftRules(nat, tracked);
    }

    private static String text(JsonNode statements) {
        List<String> words = new ArrayList<>();
        for (JsonNode statement : statements) {
            if (statement.has("match")) {
                JsonNode match = statement.path("match");
                String operator = match.path("op").asString("==");
                words.add(value(match.path("left"))
                        + (operator.equals("==") || operator.equals("in") ? " " : " " + operator + " ")
                        + value(match.path("right")));
            } else if (statement.path("xt").has("name")) {
                words.add(statement.path("xt").path("type").asString("xt") + " "
                        + statement.path("xt").path("name").asString("?"));
            } else if (!statement.has("counter")) {
                statement.propertyNames().forEach(name -> words.add(action(name, statement.path(name))));
            }
        }
        return String.join(" ", words);
    }

    private static String action(String name, JsonNode argument) {
        if (!argument.isObject()) {
            return name;
        }
        String address = argument.has("addr") ? value(argument.path("addr")) : "";
        String port = argument.has("port") ? ":" + value(argument.path("port")) : "";
        return address.isEmpty() && port.isEmpty() ? name : name + " to " + address + port;
    }

    /** Near to nft's own words for what rules of NAT hold; anything else as its JSON. */
    private static String value(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.has("payload") && node.path("payload").has("field")) {
            return node.path("payload").path("protocol").asString("?") + " "
                    + node.path("payload").path("field").asString("?");
        }
        if (node.has("meta")) {
            return node.path("meta").path("key").asString("?");
        }
        if (node.has("ct")) {
            return "ct " + node.path("ct").path("key").asString("?");
        }
        if (node.has("prefix")) {
            return value(node.path("prefix").path("addr")) + "/"
                    + value(node.path("prefix").path("len"));
        }
        JsonNode list = node.has("set") ? node.path("set") : node;
        if (list.isArray()) {
            List<String> words = new ArrayList<>();
            list.forEach(each -> words.add(value(each)));
            return "{ " + String.join(", ", words) + " }";
        }
        return node.toString();
    }
}
