package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Tally;
import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** An inspection as a drawing of at most 80 columns, the same in every locale. */
public final class InspectionText {
    private static final int WIDTH = 80;

    private final StringBuilder out = new StringBuilder();

    private InspectionText() {}

    /** The inspection as lines, each ended by a newline. */
    public static String render(Inspection inspection) {
        InspectionText text = new InspectionText();
        text.wrapped(
                "",
                "",
                inspection.target() + ": a packet "
                        + (inspection.from().isEmpty() ? "" : "from " + inspection.from() + " ") + "to "
                        + (inspection.anywhere()
                                ? "anywhere by the default route (asked with " + inspection.to() + ")"
                                : inspection.to())
                        + (inspection.intervalSeconds() == null
                                ? ""
                                : String.format(Locale.ROOT, ", counted over %.1f s", inspection.intervalSeconds())));
        long inside = -1;
        Set<Long> told = new HashSet<>();
        for (Hop hop : inspection.hops()) {
            if (hop.namespaceInode() != inside) {
                text.namespace(hop);
                if (told.add(hop.namespaceInode())) {
                    inspection.namespaces().stream()
                            .filter(each -> each.inode() == hop.namespaceInode())
                            .forEach(text::filters);
                }
                inside = hop.namespaceInode();
            }
            text.hop(hop);
        }
        text.out.append(" |\n");
        text.wrapped(inspection.complete() ? " = " : " ? ", "   ", inspection.end());
        text.cilium(inspection.cilium());
        if (!inspection.notes().isEmpty()) {
            text.out.append("\nNOT TOLD\n");
            inspection.notes().forEach(note -> text.wrapped("  ", "    ", note));
        }
        return text.out.toString();
    }

    private void cilium(Cilium cilium) {
        if (cilium.maps().isEmpty()) {
            return;
        }
        out.append("\nCILIUM: maps of its agent\n");
        cilium.maps().forEach(file -> wrapped("  ", "    ", file));
        List<Cilium.Endpoint> endpoints = cilium.endpoints();
        if (endpoints != null) {
            endpoints.forEach(endpoint -> wrapped("  ", "    ", describe(endpoint)));
            if (endpoints.isEmpty()) {
                wrapped("  ", "    ", "no endpoint is on this way");
            }
        }
        List<Cilium.Count> counts = cilium.counts();
        if (counts != null) {
            counts.forEach(count -> wrapped(
                    "  ",
                    "    ",
                    String.format(
                            Locale.ROOT,
                            "whole node, %s, %s: %,d packets, %,d bytes",
                            count.direction(),
                            count.dropped()
                                    ? "dropped for reason " + count.reason()
                                    : "forwarded" + (count.reason() == 0 ? "" : " (" + count.reason() + ")"),
                            count.packets(),
                            count.bytes())));
        }
    }

    private static String describe(Cilium.Endpoint endpoint) {
        return endpoint.host()
                ? endpoint.address() + ": the node itself"
                : endpoint.address() + ": endpoint " + endpoint.id() + ", "
                        + (endpoint.identity() == null
                                ? "security identity not kept here"
                                : "security identity " + endpoint.identity())
                        + ", by interface number " + endpoint.interfaceIndex() + " of the node, hardware address "
                        + endpoint.mac() + ", of the node's end " + endpoint.nodeMac();
    }

    private void namespace(Hop hop) {
        String label = "-- " + Printable.escape(hop.namespace()) + " net:[" + hop.namespaceInode() + "] ";
        out.append('\n').append(label);
        if (label.length() < WIDTH) {
            out.append("-".repeat(WIDTH - label.length()));
        }
        out.append('\n');
    }

    private void filters(NamespaceFacts facts) {
        List<NatRule> nat = facts.nat();
        if (nat != null) {
            nat.forEach(
                    rule -> wrapped(" |  nat ", " |      ", rule.source() + " " + rule.chain() + ": " + rule.text()));
        }
        String conntrack = facts.tracked() == null
                ? "not known whether a rule needs it"
                : facts.tracked() ? "in the way, a rule needs it" : "no rule needs it";
        wrapped(
                " |  ",
                " |    ",
                "conntrack " + conntrack
                        + (facts.conntrackEntries() == null
                                ? "; no count of connections"
                                : "; " + facts.conntrackEntries() + " connections tracked")
                        + (Boolean.TRUE.equals(facts.bridgeCallsIptables())
                                ? "; frames from port to port pass iptables"
                                : ""));
    }

    private void hop(Hop hop) {
        Device device = hop.device();
        wrapped(" |  ", " |    ", hop.how());
        wrapped(
                " v  ",
                " |    ",
                (hop.sends() ? "tx " : "rx ") + device.name() + "  " + device.kind() + ", number "
                        + device.link().index() + ", MTU "
                        + device.mtuBytes()
                        + (device.link().master() == null
                                ? ""
                                : ", belongs to " + device.link().master())
                        + (hop.encapsulated() ? ", packets encapsulated" : "")
                        + (device.up() ? "" : ", DOWN"));
        Tunnel tunnel = device.tunnel();
        if (tunnel != null) {
            detail("tunnel", describe(tunnel));
        }
        if (!device.addresses().isEmpty()) {
            detail("address", String.join(", ", device.addresses()));
        }
        detail(
                "qdisc",
                (device.qdisc() == null ? "unknown" : device.qdisc()) + "; driver "
                        + (hop.settings().driver() == null
                                ? "unknown"
                                : hop.settings().driver())
                        + (hop.settings().busInfo() == null
                                ? ""
                                : " at " + hop.settings().busInfo()));
        detail("offload", offloads(hop.settings().offloads()));
        detail("steering", steering(hop.settings()));
        for (Program program : hop.programs()) {
            detail("program", describe(program));
        }
        for (Reader reader : hop.readers()) {
            detail("read by", reader.label() + " by " + reader.by().words());
        }
        hop.irqs().forEach(this::irq);
        Hop.Counts counts = hop.counts();
        if (counts != null) {
            detail("received", tally(counts.rx()));
            detail(
                    "sent",
                    tally(counts.tx())
                            + (counts.queueDropped() == null
                                    ? ""
                                    : String.format(Locale.ROOT, "; queue dropped %,d", counts.queueDropped())));
        }
    }

    private void irq(Irq irq) {
        detail(
                "irq " + irq.number(),
                irq.name() + ": may go to CPU " + (irq.affinity() == null ? "unknown" : irq.affinity())
                        + (irq.effective() == null ? "" : ", goes to " + irq.effective()) + "; "
                        + served(irq.servedByCpu(), "since boot")
                        + (irq.inIntervalByCpu() == null ? "" : "; " + served(irq.inIntervalByCpu(), "counted")));
    }

    private static String served(Map<Integer, Long> byCpu, String when) {
        if (byCpu.isEmpty()) {
            return when + " none";
        }
        List<String> words = new ArrayList<>();
        byCpu.forEach((cpu, count) -> words.add(String.format(Locale.ROOT, "CPU %d: %,d", cpu, count)));
        return when + " " + String.join(", ", words);
    }

    private static String tally(Tally tally) {
        return String.format(
                Locale.ROOT,
                "%,d packets, %,d bytes, %,d dropped, %,d errors",
                tally.packets(),
                tally.bytes(),
                tally.dropped(),
                tally.errors());
    }

    static String describe(Program program) {
        return program.hook()
                + (program.name() == null ? "" : " " + program.name())
                + (program.id() == null ? "" : ", id " + program.id());
    }

    static String describe(Tunnel tunnel) {
        List<String> words = new ArrayList<>();
        words.add(tunnel.external() ? "id and remote with each packet (external)" : "id " + tunnel.vni());
        if (tunnel.port() != null) {
            words.add("UDP port " + tunnel.port());
        }
        if (tunnel.local() != null) {
            words.add("from " + tunnel.local());
        }
        if (tunnel.remote() != null) {
            words.add("to " + tunnel.remote());
        }
        if (tunnel.underlay() != null) {
            words.add("by " + tunnel.underlay());
        }
        return "VXLAN " + String.join(", ", words);
    }

    private static String offloads(Map<String, Settings.Offload> offloads) {
        if (offloads.isEmpty()) {
            return "unknown";
        }
        List<String> words = new ArrayList<>();
        new TreeMap<>(offloads)
                .forEach((name, offload) ->
                        words.add(name + (offload.on() ? " on" : " off") + (offload.fixed() ? " (fixed)" : "")));
        return String.join(", ", words);
    }

    static String steering(Settings settings) {
        // Every interface has a receive queue, so without one nothing was read.
        String xps = settings.rps().isEmpty() ? "unknown" : settings.xps().isEmpty() ? "none" : masks(settings.xps());
        return "RPS " + (settings.rps().isEmpty() ? "unknown" : masks(settings.rps())) + "; XPS " + xps + "; NAPI "
                + (settings.threadedNapi() == null ? "unknown" : settings.threadedNapi() ? "in threads" : "in softirq");
    }

    /** Queues with the same mask together: a card may have a hundred. */
    private static String masks(Map<String, String> masks) {
        Map<String, List<String>> queues = new TreeMap<>();
        masks.forEach((queue, mask) ->
                queues.computeIfAbsent(mask, each -> new ArrayList<>()).add(queue));
        List<String> words = new ArrayList<>();
        queues.forEach((mask, names) -> words.add((mask.matches("[0,]*") ? "off" : "mask " + mask) + " ("
                + (names.size() == 1
                        ? names.get(0)
                        : String.format(Locale.ROOT, "%d queues from %s", names.size(), names.get(0)))
                + ")"));
        return String.join(", ", words);
    }

    private void detail(String label, String text) {
        wrapped(String.format(Locale.ROOT, " |     %-9s", label), " |" + " ".repeat(14), text);
    }

    /** Untrusted text, made printable, over as many lines as it needs; a word that is too long is cut. */
    private void wrapped(String first, String others, String text) {
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : Printable.escape(text).split(" ", -1)) {
            String rest = word;
            if (!empty && line.length() + 1 + rest.length() > WIDTH) {
                end(line, others);
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            while (line.length() + rest.length() > WIDTH) {
                int room = WIDTH - line.length();
                line.append(rest, 0, room);
                rest = rest.substring(room);
                end(line, others);
            }
            line.append(rest);
            empty = false;
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private void end(StringBuilder line, String others) {
        out.append(line.toString().stripTrailing()).append('\n');
        line.setLength(0);
        line.append(others);
    }
}
