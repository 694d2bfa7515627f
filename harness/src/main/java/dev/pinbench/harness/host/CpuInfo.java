package dev.pinbench.harness.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first processor's entry of {@code /proc/cpuinfo}, whose keys differ between architectures. */
final class CpuInfo {

    private static final List<String> MODEL_KEYS = List.of("model name", "Model", "cpu model", "cpu", "machine");

    private final Map<String, String> fields;

    private CpuInfo(Map<String, String> fields) {
        this.fields = fields;
    }

    static CpuInfo parse(String text) {
        Map<String, String> fields = new HashMap<>();
        text.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return new CpuInfo(fields);
    }

    Optional<String> model() {
        return MODEL_KEYS.stream()
                .map(key -> fields.getOrDefault(key, ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    boolean isX86() {
        return fields.containsKey("flags");
    }

    boolean hasFlag(String flag) {
        return List.of(fields.getOrDefault("flags", "").split("\\s+", -1)).contains(flag);
    }
}
