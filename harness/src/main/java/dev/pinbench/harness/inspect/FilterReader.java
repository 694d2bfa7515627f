package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads netfilter of a namespace: translation, connection tracking, and whether bridged frames pass it. */
final class FilterReader {
    private static final String NO_NFT =
            "nft is not installed: its NAT rules, and whether one of them needs conntrack, are unknown; apt-get install"
                    + " nftables";

    private static final String ENTRIES = "/proc/sys/net/netfilter/nf_conntrack_count";
    private static final String BRIDGED = "/proc/sys/net/bridge/bridge-nf-call-iptables";

    private FilterReader() {}

    static NamespaceFacts read(NetNamespace namespace, List<String> notes)
            throws NamespaceException, InterruptedException {
        List<NatRule> nat = new ArrayList<>();
        boolean tracked = false;
        boolean listed = false;
        boolean complete = true;
        boolean xtablesTold = false;
        // These list the tables that there are, and make none.
        for (String program : List.of("iptables-nft", "ip6tables-nft", "iptables-legacy", "ip6tables-legacy")) {
            Optional<String> saved = ask(namespace, List.of(program + "-save"), notes);
            if (saved.isPresent()) {
                IptablesRules rules = IptablesRules.parse(program, saved.get());
                nat.addAll(rules.nat());
                tracked |= rules.tracked();
                xtablesTold |= program.equals("iptables-nft");
                listed = true;
            }
        }
        if (Executables.find("nft").isEmpty()) {
            complete = false;
            if (!notes.contains(NO_NFT)) {
                notes.add(NO_NFT);
            }
        } else {
            Optional<String> ruleset = ask(namespace, List.of("nft", "-j", "list", "ruleset"), notes);
            complete = ruleset.isPresent();
            if (ruleset.isPresent()) {
                NftRules rules = nft(ruleset.get(), !xtablesTold);
                nat.addAll(rules.nat());
                tracked |= rules.tracked();
                listed = true;
            }
        }
        Map<String, String> kernel = kernel(namespace);
        return new NamespaceFacts(
                namespace.label(),
                namespace.inode(),
                listed ? nat : null,
                tracked ? Boolean.TRUE : complete ? Boolean.FALSE : null,
                number(kernel.get(ENTRIES)),
                kernel.containsKey(BRIDGED) ? !Objects.equals(kernel.get(BRIDGED), "0") : null);
    }

    private static NftRules nft(String json, boolean xtables) throws NamespaceException {
        try {
            return NftRules.parse(json, xtables);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    /** What a program that need not be there prints; empty, with a note, if it fails. */
    private static Optional<String> ask(NetNamespace namespace, List<String> argv, List<String> notes)
            throws NamespaceException, InterruptedException {
        if (Executables.find(argv.get(0)).isEmpty()) {
            return Optional.empty();
        }
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() == 0) {
                return Optional.of(result.stdout());
            }
            notes.add(namespace.failure(argv, result));
            return Optional.empty();
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    private static Map<String, String> kernel(NetNamespace namespace) throws NamespaceException, InterruptedException {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            // /proc/sys/net shows the values of the namespace that the reader is in.
            CommandResult result = namespace.run(List.of("grep", "-s", "", ENTRIES, BRIDGED, "/dev/null"));
            result.stdout().lines().forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    values.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
            });
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
        return values;
    }

    private static @Nullable Long number(@Nullable String digits) {
        return digits != null && digits.matches("[0-9]{1,18}") ? Long.valueOf(digits) : null;
    }
}
