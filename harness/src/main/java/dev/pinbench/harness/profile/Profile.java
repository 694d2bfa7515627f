package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.existing.Endpoints;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile after overrides and defaults: what to run, complete. CPUs stay as asked for ({@code all}, {@code spread:2});
 * the plan puts in those of the machine. So does {@code datapath: all} until {@link #withDatapaths}.
 *
 * @param name name of the profile
 * @param about what it asks, or null
 * @param vary canonical levels of every factor, in the order given, each once; core factors as
 *     {@link CoreLevel#canonical} writes them
 * @param excludes combinations to leave out
 * @param traffic what iperf3 is asked for
 * @param blocks number of blocks
 * @param seed seed of the plan's permutations
 * @param sampling how the kernel is watched
 * @param endpoints between which places that exist already; null measures in the lab. What is the lab's to choose then
 *     has the one level {@link Endpoints#LEVEL}, and the path that of {@link Endpoints#path}
 */
public record Profile(
        String name,
        @Nullable String about,
        Map<Factor, List<String>> vary,
        List<Exclude> excludes,
        TrafficSettings traffic,
        int blocks,
        long seed,
        Sampling sampling,
        @Nullable Endpoints endpoints) {

    /** Level of the datapath factor that stands for every datapath that the machine supports. */
    public static final String ALL_DATAPATHS = "all";

    public Profile {
        EnumMap<Factor, List<String>> copy = new EnumMap<>(Factor.class);
        for (Factor factor : Factor.values()) {
            List<String> levels = vary.get(factor);
            if (levels == null || levels.isEmpty()) {
                throw new IllegalArgumentException("no level for factor " + factor.label());
            }
            copy.put(factor, List.copyOf(levels));
        }
        vary = Collections.unmodifiableMap(copy);
        excludes = List.copyOf(excludes);
    }

    /** The canonical levels of {@code factor}. */
    public List<String> levels(Factor factor) {
        List<String> levels = vary.get(factor);
        if (levels == null) {
            throw new IllegalStateException("no level for factor " + factor.label());
        }
        return levels;
    }

    /**
     * This profile with {@link #ALL_DATAPATHS} written out.
     *
     * @param supported names of the datapaths that the machine supports
     */
    public Profile withDatapaths(List<String> supported) {
        Set<String> datapaths = new LinkedHashSet<>();
        levels(Factor.DATAPATH)
                .forEach(level -> datapaths.addAll(level.equals(ALL_DATAPATHS) ? supported : List.of(level)));
        EnumMap<Factor, List<String>> resolved = new EnumMap<>(vary);
        resolved.put(Factor.DATAPATH, List.copyOf(datapaths));
        return new Profile(name, about, resolved, excludes, traffic, blocks, seed, sampling, endpoints);
    }

    /** The levels of {@code client-core}. */
    public List<CoreLevel> clientCores() {
        return levels(Factor.CLIENT_CORE).stream().map(CoreLevel::of).toList();
    }

    /** The levels of {@code server-core}. */
    public List<CoreLevel> serverCores() {
        return levels(Factor.SERVER_CORE).stream().map(CoreLevel::of).toList();
    }

    /**
     * This profile as data, always with the same keys in the same order, defaults written out; absent texts
     * ({@code about}, {@code window}, {@code length}) are left out. It is itself a valid profile.
     */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name);
        putIfPresent(json, "about", about);
        if (endpoints != null) {
            writeEndpoints(json.putObject("endpoints"), endpoints);
        }
        EnumMap<Factor, List<String>> written = new EnumMap<>(vary);
        if (endpoints != null) {
            written.keySet().removeAll(EndpointsReader.OF_THE_LAB);
        }
        writeLevels(json.putObject("vary"), written);
        ArrayNode excludeList = json.putArray("exclude");
        excludes.forEach(exclude -> writeLevels(excludeList.addObject(), exclude.levels()));
        ObjectNode trafficJson = json.putObject("traffic");
        trafficJson.put("duration", traffic.durationSeconds() + "s");
        trafficJson.put("omit", traffic.omitSeconds() + "s");
        trafficJson.put("rate", traffic.rate());
        trafficJson.put("reverse", traffic.reverse());
        putIfPresent(trafficJson, "window", traffic.window());
        putIfPresent(trafficJson, "length", traffic.length());
        json.put("blocks", blocks);
        json.put("seed", seed);
        ObjectNode samplingJson = json.putObject("sampling");
        samplingJson.put("rate", sampling.framesPerSecond() + "/s");
        samplingJson.put("probe", sampling.probe());
        samplingJson.put("profile", sampling.profile());
        return json;
    }

    /**
     * Restores what {@link #toJson} wrote.
     *
     * @throws ProfileException if {@code json} is no such profile; the message names the value by JSON pointer
     */
    public static Profile fromJson(JsonNode json) {
        return ProfileLoader.restore(json);
    }

    private static void writeEndpoints(ObjectNode into, Endpoints endpoints) {
        into.put("client", endpoints.client());
        String address = endpoints.serverAddress();
        if (address == null) {
            into.put("server", endpoints.server());
        } else {
            into.putObject("server").put("at", endpoints.server()).put("address", address);
        }
    }

    private static void writeLevels(ObjectNode into, Map<Factor, List<String>> byFactor) {
        byFactor.forEach((factor, levels) -> {
            ArrayNode list = into.putArray(factor.label());
            levels.forEach(list::add);
        });
    }

    private static void putIfPresent(ObjectNode into, String key, @Nullable String value) {
        if (value != null) {
            into.put(key, value);
        }
    }
}
