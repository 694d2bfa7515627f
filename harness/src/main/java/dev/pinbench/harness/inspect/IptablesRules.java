package dev.pinbench.harness.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code iptables-save} says of address translation and connection tracking.
 *
 * @param nat rules that translate
 * @param tracked whether a rule translates or asks for the state of a connection
 */
record IptablesRules(List<NatRule> nat, boolean tracked) {
    private static final Pattern TRANSLATES =
            Pattern.compile("-A (\\S+) .*-j (?:MASQUERADE|SNAT|DNAT|REDIRECT|NETMAP)(?: .*)?");
    private static final Pattern ASKS_STATE =
            Pattern.compile("-A .*-(?:m (?:conntrack|state|connmark)|j (?:CT|CONNMARK))(?: .*)?");

    /** @param program which of the programs printed it */
    static IptablesRules parse(String program, String text) {
        List<NatRule> nat = new ArrayList<>();
        boolean tracked = false;
        String table = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("*")) {
                table = line.substring(1);
            }
            Matcher matcher = TRANSLATES.matcher(line);
            if (matcher.matches()) {
                String rule = line.substring(("-A " + matcher.group(1) + " ").length());
                nat.add(new NatRule(program, table + " " + matcher.group(1), rule));
            }
            tracked |= ASKS_STATE.matcher(line).matches();
        }
        return new IptablesRules(nat, tracked || !nat.isEmpty());
    }
}
