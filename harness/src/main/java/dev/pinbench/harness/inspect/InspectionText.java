package dev.pinbench.harness.inspect;

import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                        + (inspection.to().equals(Inspector.ANYWHERE)
                                ? "anywhere (the way to " + inspection.to() + ", the default route)"
                                : inspection.to()));
        long inside = -1;
        for (Hop hop : inspection.hops()) {
            if (hop.namespaceInode() != inside) {
                text.namespace(hop);
                inside = hop.namespaceInode();
            }
            text.hop(hop);
        }
        text.out.append(" |\n");
        text.wrapped(inspection.complete() ? " = " : " ? ", "   ", inspection.end());
        if (!inspection.notes().isEmpty()) {
            text.out.append("\nNOT TOLD\n");
            inspection.notes().forEach(note -> text.wrapped("  ", "    ", note));
        }
        return text.out.toString();
    }

    private void namespace(Hop hop) {
        String label = "-- " + Printable.escape(hop.namespace()) + " net:[" + hop.namespaceInode() + "] ";
        out.append('\n').append(label);
        if (label.length() < WIDTH) {
            out.append("-".repeat(WIDTH - label.length()));
        }
        out.append('\n');
    }

    private void hop(Hop hop) {
        wrapped(" |  ", " |    ", hop.how());
        wrapped(
                " v  ",
                " |    ",
                (hop.sends() ? "tx " : "rx ") + hop.name() + "  " + hop.kind() + ", number " + hop.index() + ", MTU "
                        + hop.mtuBytes()
                        + (hop.master() == null ? "" : ", port of " + hop.master())
                        + (hop.encapsulated() ? ", packets encapsulated" : "")
                        + (hop.up() ? "" : ", DOWN"));
        Tunnel tunnel = hop.tunnel();
        if (tunnel != null) {
            detail("tunnel", describe(tunnel));
        }
        if (!hop.addresses().isEmpty()) {
            detail("address", String.join(", ", hop.addresses()));
        }
        detail(
                "qdisc",
                (hop.qdisc() == null ? "unknown" : hop.qdisc()) + "; driver "
                        + (hop.settings().driver() == null ? "unknown" : hop.settings().driver())
                        + (hop.settings().busInfo() == null
                                ? ""
                                : " at " + hop.settings().busInfo()));
        detail("offload", offloads(hop.settings().offloads()));
        detail("steering", steering(hop.settings()));
        for (Program program : hop.programs()) {
            detail(
                    "program",
                    program.hook() + (program.name() == null ? "" : " " + program.name())
                            + (program.id() == null ? "" : ", id " + program.id()));
        }
    }

    private static String describe(Tunnel tunnel) {
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
                .forEach((name, offload) -> words.add(
                        name + (offload.on() ? " on" : " off") + (offload.fixed() ? " (fixed)" : "")));
        return String.join(", ", words);
    }

    private static String steering(Settings settings) {
        return "RPS " + masks(settings.rps()) + "; XPS " + masks(settings.xps()) + "; NAPI "
                + (settings.threadedNapi() == null
                        ? "unknown"
                        : settings.threadedNapi() ? "in threads" : "in softirq");
    }

    /** Queues with the same mask together: a card may have a hundred. */
    private static String masks(Map<String, String> masks) {
        if (masks.isEmpty()) {
            return "none";
        }
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
        wrapped(String.format(Locale.ROOT, " |     %-9s", label), " |       ", text);
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
