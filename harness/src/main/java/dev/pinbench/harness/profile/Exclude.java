package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Combinations to leave out: those whose level is among the listed ones for every named factor.
 *
 * @param levels canonical levels by factor; a core factor may also have {@code same} and {@code different}, which
 *     compare client and server core, and {@code all}; among those of the datapath {@code all but NAME, NAME}
 */
public record Exclude(Map<Factor, List<String>> levels) {

    /** Begins a level of the datapath factor that stands for every datapath but those that follow, with commas. */
    static final String ALL_BUT = "all but ";

    public Exclude {
        EnumMap<Factor, List<String>> copy = new EnumMap<>(Factor.class);
        levels.forEach((factor, list) -> copy.put(factor, List.copyOf(list)));
        levels = Collections.unmodifiableMap(copy);
    }

    /** Whether this leaves {@code combination} out. */
    public boolean matches(Levels combination) {
        boolean same = combination.get(Factor.CLIENT_CORE).equals(combination.get(Factor.SERVER_CORE));
        return levels.entrySet().stream()
                .allMatch(entry ->
                        entry.getValue().stream().anyMatch(level -> matches(entry.getKey(), level, combination, same)));
    }

    private static boolean matches(Factor factor, String level, Levels combination, boolean sameCore) {
        boolean isCore = factor == Factor.CLIENT_CORE || factor == Factor.SERVER_CORE;
        return switch (isCore ? level : "") {
            case "all" -> true;
            case "same" -> sameCore;
            case "different" -> !sameCore;
            default -> isMeant(level, combination.get(factor));
        };
    }

    private static boolean isMeant(String level, String of) {
        return level.startsWith(ALL_BUT) ? !allBut(level).contains(of) : level.equals(of);
    }

    /** The datapaths that a level spares; none if it is of another kind. */
    static List<String> allBut(String level) {
        return level.startsWith(ALL_BUT)
                ? Arrays.stream(level.substring(ALL_BUT.length()).split(",", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    /** As a profile writes it: <code>{path: native-to-native, mss: [536, 1448]}</code>. */
    public String describe() {
        return levels.entrySet().stream()
                .map(e -> e.getKey().label() + ": "
                        + (e.getValue().size() == 1 ? e.getValue().get(0) : e.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
