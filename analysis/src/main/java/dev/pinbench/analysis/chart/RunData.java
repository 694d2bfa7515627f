package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.TrialRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What all figures of a run are drawn from. */
record RunData(RunManifest manifest, List<TrialRecord> trials, RunAnalysis analysis) {

    /** Offload and path of trials that are drawn together. */
    record Group(String path, String offload) {}

    static Group groupOf(Levels levels) {
        return new Group(levels.get(Factor.PATH), levels.get(Factor.OFFLOAD));
    }

    /** Levels of {@code factor} in the order in which the analysis and the plan first name them. */
    List<String> levelsOf(Factor factor) {
        Set<String> levels = new LinkedHashSet<>();
        analysis.combinations().forEach(c -> levels.add(c.levels().get(factor)));
        manifest.plan().stream().map(PlannedTrial::levels).forEach(l -> levels.add(l.get(factor)));
        return sorted(levels);
    }

    /** Path and offload pairs that occur, in the order of first appearance in the analysis. */
    List<Group> groups() {
        Set<Group> groups = new LinkedHashSet<>();
        for (String path : levelsOf(Factor.PATH)) {
            for (String offload : levelsOf(Factor.OFFLOAD)) {
                Group group = new Group(path, offload);
                if (analysis.combinations().stream()
                        .anyMatch(c -> groupOf(c.levels()).equals(group))) {
                    groups.add(group);
                }
            }
        }
        return List.copyOf(groups);
    }

    boolean varies(Factor factor) {
        return analysis.combinations().stream()
                        .map(c -> c.levels().get(factor))
                        .distinct()
                        .count()
                > 1;
    }

    /** How a group is named: the path alone where the offloads never varied. */
    String name(Group group) {
        String path = VisibleText.shortened(group.path(), 30);
        return varies(Factor.OFFLOAD) ? path + ", offload " + VisibleText.shortened(group.offload(), 24) : path;
    }

    <K> Map<K, List<TrialRecord>> trialsBy(Function<TrialRecord, K> key) {
        Map<K, List<TrialRecord>> map = new LinkedHashMap<>();
        trials.forEach(
                t -> map.computeIfAbsent(key.apply(t), k -> new ArrayList<>()).add(t));
        return map;
    }

    /** Numbers ascending if all are numbers (a {@code default} first); otherwise as given. */
    static List<String> sorted(Collection<String> levels) {
        List<String> list = new ArrayList<>(levels);
        boolean numbers = list.stream().allMatch(l -> l.equals("default") || l.matches("\\d{1,9}"));
        if (numbers) {
            list.sort(java.util.Comparator.comparingInt(l -> l.equals("default") ? -1 : Integer.parseInt(l)));
        }
        return List.copyOf(list);
    }
}
