package dev.pinbench.analysis.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A setting of the machine itself, outside of the lab, that a run changed for its trials and put back.
 *
 * @param file the kernel's file that holds it
 * @param before what it held, and holds again after the run
 * @param during what it held meanwhile, in the order of setting, each once
 */
public record HostChange(String file, String before, List<String> during) {

    public HostChange {
        during = List.copyOf(during);
    }

    /** The changes of a run and of its resumption, one for each file and former value. */
    public static List<HostChange> joined(List<HostChange> earlier, List<HostChange> later) {
        Map<HostChange, Set<String>> joined = new LinkedHashMap<>();
        List<HostChange> all = new ArrayList<>(earlier);
        all.addAll(later);
        all.forEach(each -> joined.computeIfAbsent(
                        new HostChange(each.file(), each.before(), List.of()), key -> new LinkedHashSet<>())
                .addAll(each.during()));
        List<HostChange> changes = new ArrayList<>();
        joined.forEach((key, during) -> changes.add(new HostChange(key.file(), key.before(), List.copyOf(during))));
        return List.copyOf(changes);
    }
}
