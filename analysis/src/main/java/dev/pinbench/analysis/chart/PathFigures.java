package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.stats.Robust;
import dev.pinbench.analysis.text.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What packets cross, one drawing for each datapath and number of nodes, with medians of what each hop counted. */
final class PathFigures {
    /** More columns would make the page too wide. */
    private static final int MOST_COLUMNS = 4;

    private static final double BITS_PER_BYTE = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Topologies of a run stand side by side in the lab; this tells their namespaces apart and says nothing to a reader. */
    private static final Pattern TOPOLOGY = Pattern.compile("^t\\d+-");

    private static final Pattern SWITCH = Pattern.compile("(?:^| )([a-z][a-z0-9-]*)=(on|off)(?= |$)");
    private static final Pattern MTU = Pattern.compile("(?:^| )mtu=(\\d{1,9})(?= |$)");

    /** {@code mtu} is empty where all trials have the same. */
    private record Topology(String datapath, String nodes, String mtu) {}

    /** A trial whose way is known. */
    private record Seen(TrialRecord trial, TrialPath path) {
        String level(Factor factor) {
            return trial.levels().get(factor);
        }

        /** Where the data of a trial goes up against the order of hops. */
        boolean upwards() {
            InterfaceName receiver = trial.receiver();
            TrialPath.Hop first = path.hops().get(0);
            return receiver != null
                    && path.hops().size() > 1
                    && receiver.equals(new InterfaceName(first.namespace(), first.interfaceName()));
        }
    }

    private final RunData data;

    private PathFigures(RunData data) {
        this.data = data;
    }

    /** @param paths by number of the trial */
    static List<PathFigure.Drawn> of(RunData data, Map<Integer, TrialPath> paths, Slugs slugs) {
        PathFigures figures = new PathFigures(data);
        Map<Topology, List<Seen>> topologies = new LinkedHashMap<>();
        for (TrialRecord trial : data.trials()) {
            TrialPath path = paths.get(trial.trial());
            if (path != null && !path.hops().isEmpty()) {
                Topology topology = new Topology(
                        trial.levels().get(Factor.DATAPATH),
                        trial.levels().get(Factor.NODES),
                        data.varies(Factor.MTU) ? trial.levels().get(Factor.MTU) : "");
                topologies.computeIfAbsent(topology, each -> new ArrayList<>()).add(new Seen(trial, path));
            }
        }
        List<PathFigure.Drawn> list = new ArrayList<>();
        topologies.forEach((topology, seen) -> list.add(figures.figure(topology, seen, slugs)));
        return list;
    }

    private PathFigure.Drawn figure(Topology topology, List<Seen> seen, Slugs slugs) {
        List<String> offloads = data.levelsOf(Factor.OFFLOAD).stream()
                .filter(level -> seen.stream()
                        .anyMatch(each -> each.level(Factor.OFFLOAD).equals(level)))
                .toList();
        List<String> shown = offloads.subList(0, Math.min(MOST_COLUMNS, offloads.size()));
        List<PathDrawing.Way> ways = new ArrayList<>();
        for (String path : data.levelsOf(Factor.PATH)) {
            List<Seen> ofPath = seen.stream()
                    .filter(each -> each.level(Factor.PATH).equals(path))
                    .toList();
            if (!ofPath.isEmpty()) {
                ways.add(way(path, ofPath, shown));
            }
        }
        String nodes = topology.nodes();
        String where = topology.datapath()
                + (nodes.matches("\\d+") ? ", " + nodes + (nodes.equals("1") ? " node" : " nodes") : "")
                + (topology.mtu().isEmpty() ? "" : ", MTU " + topology.mtu());
        PathDrawing drawing = new PathDrawing(
                "Hop by hop: " + VisibleText.shortened(where, 60),
                shown.stream().map(level -> column(level, seen)).toList(),
                ways);
        return PathFigure.of(
                slugs.unique("path-" + topology.datapath() + "-" + nodes + "-nodes"
                        + (topology.mtu().isEmpty() ? "" : "-mtu-" + topology.mtu())),
                "What packets cross from client to server, and what each interface counted in the measured window: medians"
                        + " over all usable trials, in the direction with more bytes. A packet of more bytes than the MTU is a"
                        + " super-packet, which counts once: where the packets of two neighbours differ in size they were cut"
                        + " or merged in between. Drops in queueing disciplines and in a full backlog of a core"
                        + " (softnet_dropped) are not an interface's own."
                        + (offloads.size() > shown.size()
                                ? " Only " + MOST_COLUMNS + " of " + offloads.size() + " offload settings are drawn."
                                : ""),
                drawing);
    }

    private static String column(String offload, List<Seen> seen) {
        long usable = seen.stream()
                .filter(each -> each.level(Factor.OFFLOAD).equals(offload)
                        && each.trial().usable())
                .count();
        return "offload " + VisibleText.shortened(offload, 24)
                + (usable == 0 ? ": no usable trial" : usable == 1 ? ", 1 trial" : ", " + usable + " trials");
    }

    private static PathDrawing.Way way(String path, List<Seen> seen, List<String> offloads) {
        Seen first = seen.get(0);
        List<TrialPath.Hop> hops = first.path().hops();
        List<PathDrawing.Hop> drawn = new ArrayList<>();
        for (int i = 0; i < hops.size(); i++) {
            TrialPath.Hop hop = hops.get(i);
            List<PathDrawing.@Nullable Cell> cells = new ArrayList<>();
            for (String offload : offloads) {
                cells.add(cell(
                        seen.stream()
                                .filter(each -> each.level(Factor.OFFLOAD).equals(offload))
                                .filter(each -> sameWay(hops, each.path().hops()))
                                .toList(),
                        i));
            }
            drawn.add(new PathDrawing.Hop(place(hops, hop), hop.interfaceName(), what(hop), cells));
        }
        return new PathDrawing.Way(
                path + (first.upwards() ? ", data to the client" : ""),
                first.upwards(),
                drawn,
                first.path().complete()
                        ? null
                        : "What lies between the two ends was not looked at: pinbench inspect tells.");
    }

    private static List<String> what(TrialPath.Hop hop) {
        List<String> words = new ArrayList<>();
        String kind = hop.kind();
        if (kind != null) {
            words.add(kind);
        }
        words.addAll(hop.works());
        return words.isEmpty() ? List.of() : List.of(String.join(" · ", words));
    }

    private static boolean sameWay(List<TrialPath.Hop> one, List<TrialPath.Hop> other) {
        return names(one).equals(names(other));
    }

    private static List<String> names(List<TrialPath.Hop> hops) {
        return hops.stream()
                .map(hop -> bare(hop.namespace()) + "/" + hop.interfaceName())
                .toList();
    }

    private static String bare(String namespace) {
        return TOPOLOGY.matcher(namespace).replaceFirst("");
    }

    private static String place(List<TrialPath.Hop> hops, TrialPath.Hop hop) {
        boolean client = hop.namespace().equals(hops.get(0).namespace());
        boolean server = hop.namespace().equals(hops.get(hops.size() - 1).namespace());
        return bare(hop.namespace())
                + (client && server ? ": client and server" : client ? ": client" : server ? ": server" : "");
    }

    private static PathDrawing.@Nullable Cell cell(List<Seen> seen, int index) {
        if (seen.isEmpty()) {
            return null;
        }
        TrialPath.Hop hop = seen.get(0).path().hops().get(index);
        String words = Objects.requireNonNullElse(
                seen.get(0).trial().readBack().get(hop.namespace() + "/" + hop.interfaceName()), "");
        List<PathDrawing.Switch> switches = new ArrayList<>();
        Matcher each = SWITCH.matcher(words);
        while (each.find()) {
            switches.add(new PathDrawing.Switch(each.group(1), each.group(2).equals("on")));
        }
        Matcher mtu = MTU.matcher(words);
        List<Seen> counted = seen.stream()
                .filter(trial -> trial.trial().usable() && isCounted(trial.path(), index))
                .toList();
        return new PathDrawing.Cell(
                mtu.find() ? Integer.valueOf(mtu.group(1)) : null,
                switches,
                flow(counted, index),
                drops(counted, index));
    }

    private static boolean isCounted(TrialPath path, int index) {
        TrialPath.Hop hop = path.hops().get(index);
        return path.countedNanos() != null && hop.rx() != null && hop.tx() != null;
    }

    private static PathDrawing.@Nullable Flow flow(List<Seen> counted, int index) {
        if (counted.isEmpty()) {
            return null;
        }
        double received = 0;
        double sent = 0;
        for (Seen each : counted) {
            received += rx(each, index).bytes();
            sent += tx(each, index).bytes();
        }
        boolean receives = received >= sent;
        return new PathDrawing.Flow(
                median(counted, index, receives, TrialPath.Counts::packets),
                BITS_PER_BYTE * median(counted, index, receives, TrialPath.Counts::bytes));
    }

    /** Of a counter, per second. */
    private static double median(
            List<Seen> counted, int index, boolean receives, ToDoubleFunction<TrialPath.Counts> counter) {
        return Robust.median(counted.stream()
                .mapToDouble(each -> counter.applyAsDouble(receives ? rx(each, index) : tx(each, index))
                        * NANOS_PER_SECOND
                        / Objects.requireNonNull(each.path().countedNanos()))
                .toArray());
    }

    private static TrialPath.Counts rx(Seen seen, int index) {
        return Objects.requireNonNull(seen.path().hops().get(index).rx());
    }

    private static TrialPath.Counts tx(Seen seen, int index) {
        return Objects.requireNonNull(seen.path().hops().get(index).tx());
    }

    private static @Nullable String drops(List<Seen> counted, int index) {
        long dropped = 0;
        int trials = 0;
        for (Seen each : counted) {
            long here = rx(each, index).dropped() + tx(each, index).dropped();
            dropped += here;
            trials += here > 0 ? 1 : 0;
        }
        return dropped == 0
                ? null
                : Units.formatCount((double) dropped) + " dropped in " + trials + " of " + counted.size()
                        + (counted.size() == 1 ? " trial" : " trials");
    }
}
