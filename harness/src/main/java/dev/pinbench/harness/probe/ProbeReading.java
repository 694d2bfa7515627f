package dev.pinbench.harness.probe;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What the script printed at one time: every map between {@code begin} and {@code end}. */
final class ProbeReading {
    private final Map<String, Map<String, Long>> maps = new HashMap<>();
    private final Map<String, Long> epochsAfter = new HashMap<>();

    /** Reads the content of one {@code data} object of type map; the parser stands at its begin. */
    void add(JsonParser json) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            boolean again = name.equals("@epoch") && maps.containsKey(name);
            Map<String, Long> entries = again ? epochsAfter : maps.computeIfAbsent(name, n -> new HashMap<>());
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                json.nextToken();
                // keys of names that are no UTF-8 may fall together
                entries.merge(key, json.getLongValue(), Long::sum);
            }
        }
    }

    /** The entries of a map; empty if it had none, as bpftrace then prints nothing. */
    Map<String, Long> map(String name) {
        return maps.getOrDefault(name, Map.of());
    }

    /** Number of intervals that a CPU had closed both before and after the maps were read. */
    boolean stoodStill(String cpu) {
        Long before = map("@epoch").get(cpu);
        return before != null && before.equals(epochsAfter.get(cpu));
    }
}
