package dev.pinbench.harness.plan;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.profile.CompetitorLevel;
import dev.pinbench.harness.profile.CoreLevel;
import dev.pinbench.harness.profile.Exclude;
import dev.pinbench.harness.profile.InterruptSteering;
import dev.pinbench.harness.profile.NapiThreading;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.ProfileException;
import dev.pinbench.harness.profile.SoftirqSteering;
import dev.pinbench.harness.profile.TransmitSteering;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The combinations that a profile makes on a machine, with notes on those that it does not make after all. */
final class Combinations {

    /** A plan beyond this would neither fit into memory nor ever end. */
    private static final long MOST_BEFORE_EXCLUDES = 1_000_000;

    private static final int TCP_AND_IP_HEADER_BYTES = 40;

    private final Profile profile;
    private final CoreChoice cores;
    private final Map<String, Integer> largestMtuBytes;
    private final List<String> notes = new ArrayList<>();

    Combinations(Profile profile, List<CpuTopology> online, Map<String, Integer> largestMtuBytes) {
        this.profile = profile;
        this.largestMtuBytes = largestMtuBytes;
        this.cores = new CoreChoice(online);
    }

    List<String> notes() {
        return notes;
    }

    /** Every combination once, in factor order. */
    List<Levels> list() {
        if (profile.endpoints() == null) {
            noteLargeSegments();
        }
        List<Levels> combinations = crossProduct();
        combinations = withoutMssOnUdp(combinations);
        combinations = withoutExcluded(combinations);
        combinations = withoutLargeMtu(combinations);
        combinations = nativeOnce(combinations);
        combinations = dropped(
                combinations,
                levels -> !SoftirqSteering.isPossible(levels, cores.cpus()),
                "softirq-core other needs a CPU that is neither the client's nor the server's");
        combinations = dropped(
                combinations,
                levels -> !TransmitSteering.isPossible(levels, cores.cpus()),
                "xps other needs a CPU that is neither the client's nor the server's");
        combinations = dropped(
                combinations,
                levels -> !InterruptSteering.isPossible(levels, cores.cpus()),
                "irq-affinity other needs a CPU that is neither the client's nor the server's");
        combinations = dropped(
                combinations,
                levels -> !NapiThreading.isPossible(levels),
                "threaded-napi true needs an offload with tso=off and gro=on, or no veth takes the way of NAPI");
        return dropped(
                combinations,
                this::hasNoCompetitorCpu,
                "the competitor has no CPU: elsewhere needs a spare one,"
                        + " softirq-core needs steering that is not default");
    }

    private List<Levels> crossProduct() {
        List<CoreChoice.Pair> pairs = pairs();
        if (pairs.isEmpty()) {
            notes.add("no pair of cores is left: \"different\" needs two online CPUs");
        }
        long size = pairs.size();
        for (Factor factor : Factor.values()) {
            boolean isCore = factor == Factor.CLIENT_CORE || factor == Factor.SERVER_CORE;
            size *= isCore ? 1 : profile.levels(factor).size();
            if (size > MOST_BEFORE_EXCLUDES) {
                throw new ProfileException("profile " + profile.name() + ": the levels make more than "
                        + MOST_BEFORE_EXCLUDES
                        + " combinations; expected fewer levels, such as client-core: {spread: 8}"
                        + " in place of all");
            }
        }
        List<Map<Factor, String>> partial = List.of(new EnumMap<>(Factor.class));
        for (Factor factor : Factor.values()) {
            List<Map<Factor, String>> longer = new ArrayList<>();
            for (Map<Factor, String> begun : partial) {
                extend(begun, factor, pairs, longer);
            }
            partial = longer;
        }
        return partial.stream().map(Levels::new).toList();
    }

    private void extend(
            Map<Factor, String> begun, Factor factor, List<CoreChoice.Pair> pairs, List<Map<Factor, String>> longer) {
        switch (factor) {
            case CLIENT_CORE -> {
                for (CoreChoice.Pair pair : pairs) {
                    Map<Factor, String> next = with(begun, factor, Integer.toString(pair.client()));
                    next.put(Factor.SERVER_CORE, Integer.toString(pair.server()));
                    longer.add(next);
                }
            }
            case SERVER_CORE -> longer.add(begun);
            default -> profile.levels(factor).forEach(level -> longer.add(with(begun, factor, level)));
        }
    }

    private static Map<Factor, String> with(Map<Factor, String> begun, Factor factor, String level) {
        Map<Factor, String> next = new EnumMap<>(begun);
        next.put(factor, level);
        return next;
    }

    private List<CoreChoice.Pair> pairs() {
        Set<CoreChoice.Pair> pairs = new LinkedHashSet<>();
        for (CoreLevel client : profile.clientCores()) {
            for (CoreLevel server : profile.serverCores()) {
                pairs.addAll(cores.pairs(client, server));
            }
        }
        return List.copyOf(pairs);
    }

    private void noteLargeSegments() {
        for (String mtu : profile.levels(Factor.MTU)) {
            int largest = Integer.parseInt(mtu) - TCP_AND_IP_HEADER_BYTES;
            List<String> beyond = profile.levels(Factor.MSS).stream()
                    .filter(mss -> !mss.equals("default") && Integer.parseInt(mss) > largest)
                    .toList();
            if (!beyond.isEmpty()) {
                notes.add("mss " + String.join(", ", beyond) + " does not fit into an MTU of " + mtu
                        + ": TCP will use at most " + largest + " bytes");
            }
        }
    }

    /** {@code iperf3 -M} sets TCP_MAXSEG; UDP has no such thing. */
    private List<Levels> withoutMssOnUdp(List<Levels> combinations) {
        List<Levels> result = new ArrayList<>();
        int changed = 0;
        for (Levels levels : combinations) {
            boolean isMeaningless = levels.get(Factor.PROTOCOL).equals("udp")
                    && !levels.get(Factor.MSS).equals("default");
            result.add(isMeaningless ? levels.with(Factor.MSS, "default") : levels);
            changed += isMeaningless ? 1 : 0;
        }
        List<Levels> distinct = List.copyOf(new LinkedHashSet<>(result));
        if (changed > 0) {
            notes.add("mss does not apply to udp: " + combinationCount(changed) + " became mss=default, which left "
                    + distinct.size() + " of " + combinations.size());
        }
        return distinct;
    }

    private List<Levels> withoutExcluded(List<Levels> combinations) {
        List<Levels> left = combinations;
        for (Exclude exclude : profile.excludes()) {
            if (combinations.stream().noneMatch(exclude::matches)) {
                notes.add("the exclude " + exclude.describe() + " matches no combination");
            }
            left = left.stream().filter(levels -> !exclude.matches(levels)).toList();
        }
        return left;
    }

    /** What a datapath cannot be built with is known before anything is. */
    private List<Levels> withoutLargeMtu(List<Levels> combinations) {
        List<Levels> left = combinations;
        for (String datapath : profile.levels(Factor.DATAPATH)) {
            Integer most = largestMtuBytes.get(datapath);
            if (most != null) {
                left = dropped(
                        left,
                        levels -> levels.get(Factor.DATAPATH).equals(datapath)
                                && Integer.parseInt(levels.get(Factor.MTU)) > most,
                        "datapath " + datapath + " takes an MTU of at most " + most + " bytes");
            }
        }
        return left;
    }

    /** Nodes talk over the wire, whatever stands before their pods: of several datapaths one is measured, the first with most combinations. */
    private List<Levels> nativeOnce(List<Levels> combinations) {
        Map<String, List<Levels>> byDatapath = combinations.stream()
                .filter(Combinations::isNative)
                .collect(Collectors.groupingBy(
                        levels -> levels.get(Factor.DATAPATH), LinkedHashMap::new, Collectors.toList()));
        // The one that has most of them first, so that as many as can be are over the same.
        Set<Levels> seen = new HashSet<>();
        Set<Levels> kept = new HashSet<>();
        byDatapath.values().stream()
                .sorted(Comparator.<List<Levels>>comparingInt(List::size).reversed())
                .flatMap(List::stream)
                .filter(levels -> seen.add(levels.with(Factor.DATAPATH, "any")))
                .forEach(kept::add);
        List<Levels> result = combinations.stream()
                .filter(levels -> !isNative(levels) || kept.contains(levels))
                .toList();
        if (result.size() < combinations.size()) {
            notes.add("native-to-native uses no datapath: " + combinationCount(combinations.size() - result.size())
                    + " that would repeat another left out");
        }
        return result;
    }

    private static boolean isNative(Levels levels) {
        return levels.get(Factor.PATH).equals("native-to-native");
    }

    private boolean hasNoCompetitorCpu(Levels levels) {
        return CompetitorLevel.of(levels.get(Factor.COMPETITOR))
                .filter(competitor -> competitor.cpu(levels, cores.cpus()).isEmpty())
                .isPresent();
    }

    private List<Levels> dropped(List<Levels> combinations, Predicate<Levels> impossible, String reason) {
        List<Levels> left = combinations.stream().filter(impossible.negate()).toList();
        if (left.size() < combinations.size()) {
            notes.add(combinationCount(combinations.size() - left.size()) + " left out: " + reason);
        }
        return left;
    }

    private static String combinationCount(int count) {
        return count + (count == 1 ? " combination" : " combinations");
    }
}
