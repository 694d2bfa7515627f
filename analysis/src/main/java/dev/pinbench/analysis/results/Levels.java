package dev.pinbench.analysis.results;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One level for every {@link Factor}, as canonical text: what identifies a combination. Cores are logical CPU numbers
 * ({@code "3"}), {@code softirq-core} is {@code default}, {@code client}, {@code server}, {@code other} or a core list, {@code mss} is a number of bytes or
 * {@code default}, {@code offload} is {@code on}, {@code off} or {@code tso=off,gro=on}, {@code competitor} is
 * {@code none} or {@code server-core:100}, {@code streams} is a number, {@code processes:4} or {@code parallel:4},
 * {@code nodes} is {@code 1} or {@code 2}, {@code rfs} is {@code default} or a number of entries, {@code threaded-napi} is {@code true} or {@code false}, {@code xps} is
 * {@code default}, {@code none}, {@code client}, {@code server}, {@code other} or a core list, {@code irq-affinity} is
 * {@code default}, {@code client}, {@code server}, {@code other} or a core list, {@code mtu} is a number of bytes. Factors that
 * {@link Factor#cameLater} are {@link #UNTOLD} in older runs. Between endpoints that exist already {@code path} is
 * {@code docker:web-to-native}, and {@code datapath}, {@code offload}, {@code nodes} and {@code mtu} are {@code existing}.
 */
public record Levels(Map<Factor, String> byFactor) {

    /** Level of a factor that was none yet when the run was made: it is the factor's default, of nodes and MTU the profile's. */
    public static final String UNTOLD = "";

    public Levels {
        for (Factor factor : Factor.values()) {
            if (!factor.cameLater() && !byFactor.containsKey(factor)) {
                throw new IllegalArgumentException("no level for factor " + factor.label());
            }
        }
        EnumMap<Factor, String> copy = new EnumMap<>(byFactor);
        for (Factor factor : Factor.values()) {
            copy.putIfAbsent(factor, UNTOLD);
        }
        byFactor = Collections.unmodifiableMap(copy);
    }

    /** The level of {@code factor}. */
    public String get(Factor factor) {
        String level = byFactor.get(factor);
        if (level == null) {
            throw new IllegalStateException("no level for factor " + factor.label());
        }
        return level;
    }

    /** The level of {@code factor}, or {@code untold} where the run does not tell. */
    public String get(Factor factor, String untold) {
        String level = get(factor);
        return level.equals(UNTOLD) ? untold : level;
    }

    /** These levels with one of them replaced. */
    public Levels with(Factor factor, String level) {
        Map<Factor, String> copy = new EnumMap<>(byFactor);
        copy.put(factor, level);
        return new Levels(copy);
    }

    /** The levels of the factors that {@code kept} accepts, as {@code label=level} joined by blanks. */
    public String describe(Predicate<Factor> kept) {
        return byFactor.entrySet().stream()
                .filter(e -> kept.test(e.getKey()))
                .map(e -> e.getKey().label() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The JSON form: an object from factor label to level, in the order of {@link Factor}; untold levels are left out. */
    @JsonValue
    public Map<String, String> toJson() {
        Map<String, String> json = new LinkedHashMap<>();
        byFactor.forEach((factor, level) -> {
            if (!level.equals(UNTOLD)) {
                json.put(factor.label(), level);
            }
        });
        return json;
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if a label names no factor or a factor is missing
     */
    @JsonCreator
    public static Levels fromJson(Map<String, String> json) {
        Map<Factor, String> levels = new EnumMap<>(Factor.class);
        json.forEach((label, level) -> levels.put(
                Factor.ofLabel(label).orElseThrow(() -> new IllegalArgumentException("unknown factor " + label)),
                level));
        return new Levels(levels);
    }
}
