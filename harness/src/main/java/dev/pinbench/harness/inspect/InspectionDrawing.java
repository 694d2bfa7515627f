package dev.pinbench.harness.inspect;

import dev.pinbench.analysis.chart.PathDrawing;
import dev.pinbench.analysis.text.Units;
import dev.pinbench.harness.links.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An inspection as a figure: less than the text tells of each hop, and all of them at a glance. */
public final class InspectionDrawing {
    private static final double BITS_PER_BYTE = 8;

    private InspectionDrawing() {}

    /** The inspection, to be drawn. Its words are as untrusted as those of the inspection. */
    public static PathDrawing of(Inspection inspection) {
        Double seconds = inspection.intervalSeconds();
        List<PathDrawing.Hop> hops = new ArrayList<>();
        Set<Long> told = new HashSet<>();
        for (Hop hop : inspection.hops()) {
            List<String> notes = notes(hop);
            if (hop.counts() != null && seconds != null) {
                PathDrawing.Flow back =
                        flow(hop.sends() ? hop.counts().rx() : hop.counts().tx(), seconds);
                notes.add("the other way " + Units.formatBitRate(back.bitsPerSecond()) + " in "
                        + Units.formatCount(back.packetsPerSecond()) + " packets/s");
            }
            if (told.add(hop.namespaceInode())) {
                inspection.namespaces().stream()
                        .filter(each -> each.inode() == hop.namespaceInode())
                        .forEach(each -> notes.add(filters(each)));
            }
            hops.add(new PathDrawing.Hop(
                    hop.namespace() + " net:[" + hop.namespaceInode() + "]",
                    (hop.sends() ? "tx " : "rx ") + hop.device().name(),
                    notes,
                    List.of(cell(hop, seconds))));
        }
        String to = inspection.anywhere() ? "anywhere by the default route" : inspection.to();
        return new PathDrawing(
                "What a packet crosses: " + inspection.target(),
                List.of(seconds == null ? "set up" : String.format(Locale.ROOT, "counted over %.1f s", seconds)),
                List.of(new PathDrawing.Way(
                        inspection.from().isEmpty() ? "to " + to : "from " + inspection.from() + " to " + to,
                        false,
                        hops,
                        inspection.complete() ? inspection.end() : "Not followed further: " + inspection.end())));
    }

    private static List<String> notes(Hop hop) {
        Device device = hop.device();
        List<String> notes = new ArrayList<>();
        notes.add(device.kind()
                + (device.link().master() == null
                        ? ""
                        : " · belongs to " + device.link().master())
                + (hop.encapsulated() ? " · packets encapsulated" : "")
                + (device.up() ? "" : " · DOWN"));
        notes.add(hop.how());
        Tunnel tunnel = device.tunnel();
        if (tunnel != null) {
            notes.add(InspectionText.describe(tunnel));
        }
        notes.add("qdisc " + (device.qdisc() == null ? "unknown" : device.qdisc()) + " · "
                + InspectionText.steering(hop.settings()));
        hop.programs().forEach(program -> notes.add("program " + InspectionText.describe(program)));
        hop.readers()
                .forEach(reader -> notes.add(
                        "read by " + reader.label() + " by " + reader.by().words()));
        return notes;
    }

    private static String filters(NamespaceFacts facts) {
        List<NatRule> nat = facts.nat();
        return "here: "
                + (nat == null
                        ? "NAT rules unknown"
                        : nat.isEmpty() ? "no NAT rule" : nat.size() + (nat.size() == 1 ? " NAT rule" : " NAT rules"))
                + ", conntrack "
                + (facts.tracked() == null ? "unknown" : facts.tracked() ? "in the way" : "not needed by a rule");
    }

    private static PathDrawing.Cell cell(Hop hop, @Nullable Double seconds) {
        List<PathDrawing.Switch> switches = new ArrayList<>();
        new TreeMap<>(hop.settings().offloads())
                .forEach((name, offload) -> switches.add(new PathDrawing.Switch(shortName(name), offload.on())));
        Hop.Counts counts = hop.counts();
        if (counts == null || seconds == null) {
            return new PathDrawing.Cell(hop.device().mtuBytes(), switches, null, null);
        }
        return new PathDrawing.Cell(
                hop.device().mtuBytes(),
                switches,
                flow(hop.sends() ? counts.tx() : counts.rx(), seconds),
                dropped(counts));
    }

    private static PathDrawing.Flow flow(Tally tally, double seconds) {
        return new PathDrawing.Flow(tally.packets() / seconds, BITS_PER_BYTE * tally.bytes() / seconds);
    }

    private static @Nullable String dropped(Hop.Counts counts) {
        long queued = counts.queueDropped() == null ? 0 : counts.queueDropped();
        long dropped = counts.rx().dropped() + counts.tx().dropped();
        return dropped + queued == 0
                ? null
                : String.format(Locale.ROOT, "%,d dropped", dropped + queued)
                        + (queued == 0 ? "" : String.format(Locale.ROOT, ", %,d of them in its queue", queued));
    }

    private static String shortName(String offload) {
        return offload.equals("tx-checksum") ? "tx" : offload.equals("udp-tunnel") ? "tunnel" : offload;
    }
}
