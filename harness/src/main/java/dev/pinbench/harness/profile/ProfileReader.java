package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.existing.Endpoints;
import dev.pinbench.harness.host.CpuList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tree that fits the schema to a {@link Profile}: fills in defaults and checks what depends on the machine or on
 * several values at once.
 */
final class ProfileReader {
    /** Level of factors that can be left to the kernel. */
    static final String DEFAULT = "default";

    static final String DEFAULT_PATH = "native-to-native";
    static final String DEFAULT_DATAPATH = "bridge";
    static final String DEFAULT_OFFLOAD = "on";
    static final String DEFAULT_NODES = "2";
    static final String DEFAULT_THREADED_NAPI = "false";
    static final String DEFAULT_MTU = "1500";

    private final ProfileTree tree;
    private final Problems problems;
    private final Optional<Machine> machine;

    /**
     * What a profile is checked against beyond the schema.
     *
     * @param datapaths the datapaths that this program can build
     * @param onlineCpus the CPUs of the machine, ascending
     */
    record Machine(Set<String> datapaths, List<Integer> onlineCpus) {}

    ProfileReader(ProfileTree tree, Problems problems, Optional<Machine> machine) {
        this.tree = tree;
        this.problems = problems;
        this.machine = machine;
    }

    /** The profile; meaningless where {@link #problems} got something. */
    Profile read() {
        ObjectNode root = tree.root();
        JsonNode vary = root.path("vary");
        Map<Factor, List<String>> levels = new EnumMap<>(Factor.class);
        for (Factor factor : Factor.values()) {
            JsonNode given = vary.path(factor.label());
            if (!given.isMissingNode()) {
                levels.put(factor, levels(factor, given, ProfileTree.child("/vary", factor.label())));
            }
        }
        ShortForms.POINTERS.forEach((factor, pointer) -> readShort(factor, pointer, levels));
        Endpoints endpoints = new EndpointsReader(tree, problems).read(levels);
        problems.throwIfAny();
        for (Factor factor : Factor.values()) {
            if (!levels.containsKey(factor)) {
                levels.put(factor, List.of(defaultLevel(factor, levels)));
            }
        }
        checkRelations(levels);
        List<Exclude> excludes = excludes(root.path("exclude"));
        TrafficSettings traffic = traffic(root.path("traffic"));
        problems.throwIfAny();
        return new Profile(
                root.path("name").asString().strip(),
                text(root, "about"),
                levels,
                excludes,
                traffic,
                root.path("blocks").asInt(10),
                root.path("seed").asLong(42),
                sampling(root.path("sampling")),
                endpoints);
    }

    private void readShort(Factor factor, String pointer, Map<Factor, List<String>> levels) {
        JsonNode level = tree.root().at(pointer);
        if (level.isMissingNode()) {
            return;
        }
        if (levels.containsKey(factor)) {
            problems.add(
                    tree.keyOrigin(pointer),
                    ProfileTree.dotted(pointer) + ": vary." + factor.label()
                            + " is given too; expected one of the two");
        }
        levels.put(factor, List.of(level.asString()));
    }

    private List<String> levels(Factor factor, JsonNode given, String pointer) {
        Set<String> levels = new LinkedHashSet<>();
        if (given.isArray()) {
            for (int i = 0; i < given.size(); i++) {
                levels.addAll(level(factor, given.get(i), ProfileTree.child(pointer, i)));
            }
        } else {
            levels.addAll(level(factor, given, pointer));
        }
        return List.copyOf(levels);
    }

    private List<String> level(Factor factor, JsonNode node, String pointer) {
        List<String> canonical;
        try {
            canonical = LevelReader.canonical(factor, node);
        } catch (IllegalArgumentException e) {
            problems.add(tree.origin(pointer), ProfileTree.dotted(pointer) + ": " + e.getMessage());
            return List.of();
        }
        machine.ifPresent(m -> checkMachine(m, factor, canonical, pointer));
        return canonical;
    }

    private void checkMachine(Machine m, Factor factor, List<String> levels, String pointer) {
        String key = ProfileTree.dotted(pointer);
        if (factor == Factor.DATAPATH) {
            levels.forEach(level -> checkDatapaths(m.datapaths(), level, pointer));
        }
        List<Integer> absent = levels.stream()
                .flatMap(level -> LevelReader.namedCpus(factor, level).stream())
                .filter(cpu -> !m.onlineCpus().contains(cpu))
                .toList();
        if (!absent.isEmpty()) {
            problems.add(
                    tree.origin(pointer),
                    key + ": CPU " + CpuList.format(absent) + " is not online on this machine; expected CPUs of "
                            + CpuList.format(m.onlineCpus()));
        }
    }

    private void checkDatapaths(Set<String> datapaths, String level, String pointer) {
        List<String> spared = pointer.startsWith("/exclude/") ? Exclude.allBut(level) : List.of();
        if (spared.isEmpty()) {
            checkDatapath(datapaths, level, pointer);
        }
        spared.forEach(name -> checkDatapath(datapaths, name, pointer));
    }

    private void checkDatapath(Set<String> datapaths, String level, String pointer) {
        List<String> known = new ArrayList<>(List.of(Profile.ALL_DATAPATHS));
        datapaths.stream().sorted().forEach(known::add);
        if (!known.contains(level)) {
            problems.add(
                    tree.origin(pointer),
                    ProfileTree.dotted(pointer) + ": this program has no datapath " + Words.quote(level)
                            + "; expected one of " + String.join(", ", known) + Words.suggest(level, known));
        }
    }

    private String defaultLevel(Factor factor, Map<Factor, List<String>> given) {
        return switch (factor) {
            case PATH -> DEFAULT_PATH;
            case DATAPATH -> DEFAULT_DATAPATH;
            case CLIENT_CORE -> lowestOnlineBut(Optional.empty());
            case SERVER_CORE -> defaultServerCore(given.getOrDefault(Factor.CLIENT_CORE, List.of()));
            case SOFTIRQ_CORE, MSS, RFS, XPS, IRQ_AFFINITY -> DEFAULT;
            case OFFLOAD -> DEFAULT_OFFLOAD;
            case COMPETITOR -> "none";
            case STREAMS -> "1";
            case PROTOCOL -> "tcp";
            case NODES -> DEFAULT_NODES;
            case MTU -> DEFAULT_MTU;
            case THREADED_NAPI -> DEFAULT_THREADED_NAPI;
        };
    }

    /** The lowest online CPU that is not the client's, if that is one CPU; else the second lowest. */
    private String defaultServerCore(List<String> clientCores) {
        if (clientCores.size() == 1) {
            CoreLevel client = CoreLevel.of(clientCores.get(0));
            if (client instanceof CoreLevel.One one) {
                return lowestOnlineBut(Optional.of(one.cpu()));
            }
            if (client.isRelation()) {
                return lowestOnlineBut(Optional.empty());
            }
        }
        return lowestOnlineBut(Optional.of(Integer.parseInt(lowestOnlineBut(Optional.empty()))));
    }

    private String lowestOnlineBut(Optional<Integer> taken) {
        List<Integer> online = machine.map(Machine::onlineCpus)
                .orElseThrow(() -> new ProfileException("a stored profile has to name both cores"));
        return online.stream()
                .filter(cpu -> !taken.equals(Optional.of(cpu)))
                .findFirst()
                .orElse(online.get(0))
                .toString();
    }

    private void checkRelations(Map<Factor, List<String>> levels) {
        boolean client = levels.getOrDefault(Factor.CLIENT_CORE, List.of()).stream()
                .anyMatch(level -> CoreLevel.of(level).isRelation());
        boolean server = levels.getOrDefault(Factor.SERVER_CORE, List.of()).stream()
                .anyMatch(level -> CoreLevel.of(level).isRelation());
        if (client && server) {
            problems.add(
                    tree.origin("/vary/server-core"),
                    "vary.server-core: client-core and server-core are both relations (same, different); expected CPUs,"
                            + " all or {spread: N} on one side");
        }
    }

    private List<Exclude> excludes(JsonNode list) {
        List<Exclude> excludes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String pointer = ProfileTree.child("/exclude", i);
            Map<Factor, List<String>> levels = new EnumMap<>(Factor.class);
            for (Factor factor : Factor.values()) {
                JsonNode given = list.get(i).path(factor.label());
                if (!given.isMissingNode()) {
                    String at = ProfileTree.child(pointer, factor.label());
                    levels.put(factor, levels(factor, given, at));
                    rejectSpread(factor, levels.getOrDefault(factor, List.of()), at);
                    rejectAllDatapaths(factor, levels.getOrDefault(factor, List.of()), at);
                }
            }
            excludes.add(new Exclude(levels));
        }
        return excludes;
    }

    private void rejectSpread(Factor factor, List<String> levels, String pointer) {
        boolean isCore = factor == Factor.CLIENT_CORE || factor == Factor.SERVER_CORE;
        if (isCore && levels.stream().anyMatch(level -> CoreLevel.of(level) instanceof CoreLevel.Spread)) {
            problems.add(
                    tree.origin(pointer),
                    ProfileTree.dotted(pointer) + ": {spread: N} names no CPU to exclude; expected all, same, different"
                            + " or a CPU list such as 0-3,8");
        }
    }

    private void rejectAllDatapaths(Factor factor, List<String> levels, String pointer) {
        if (factor == Factor.DATAPATH && levels.contains(Profile.ALL_DATAPATHS)) {
            problems.add(
                    tree.origin(pointer),
                    ProfileTree.dotted(pointer) + ": all would leave nothing; expected names of datapaths");
        }
    }

    private TrafficSettings traffic(JsonNode json) {
        return new TrafficSettings(
                seconds(json.path("duration").asString("10s"), 86400, "/traffic/duration"),
                seconds(json.path("omit").asString("0s"), 60, "/traffic/omit"),
                rate(json.path("rate").asString(TrafficSettings.UNLIMITED)),
                json.path("reverse").asBoolean(false),
                text(json, "window"),
                text(json, "length"));
    }

    private int seconds(String text, int most, String pointer) {
        int seconds = Integer.parseInt(text.strip().replace("s", ""));
        if (seconds > most) {
            problems.add(
                    tree.origin(pointer),
                    ProfileTree.dotted(pointer) + ": " + Words.quote(text) + " is too large; expected at most " + most
                            + "s");
        }
        return seconds;
    }

    private String rate(String text) {
        String number = text.strip().replaceAll("[KMGTkmgt/].*", "");
        if (!text.strip().equals(TrafficSettings.UNLIMITED) && new BigDecimal(number).signum() == 0) {
            problems.add(
                    tree.origin("/traffic/rate"),
                    "traffic.rate: " + Words.quote(text) + " sends nothing; expected \"unlimited\" or bits per second"
                            + " as for iperf3 -b, such as 500M or 10G");
        }
        return text.strip();
    }

    private static Sampling sampling(JsonNode json) {
        String rate = json.path("rate").asString("10/s");
        return new Sampling(
                Integer.parseInt(rate.substring(0, rate.indexOf('/'))),
                json.path("probe").asString("proc"),
                json.path("profile").asString(Sampling.NO_PROFILE));
    }

    private static @Nullable String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isMissingNode() ? null : value.asString().strip();
    }
}
