package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.host.Tool;
import dev.pinbench.harness.host.Tools;
import dev.pinbench.harness.profile.CompetitorLevel;
import dev.pinbench.harness.traffic.Competitor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run needs of the machine, looked at before anything is touched.
 *
 * @param tools version of each tool that is there, by name
 * @param rootless whether the lab is to be made in a user namespace
 */
record Machine(Map<String, String> tools, boolean rootless) {

    /** As {@link #require(boolean, Set, List)}, with no other tools than those that always are needed, or by the plan. */
    static Machine require(boolean rootless, List<PlannedTrial> plan) throws InterruptedException {
        return require(rootless, Set.of(), plan);
    }

    /**
     * Looks at tools and privileges.
     *
     * @param rootless whether a user namespace is asked for whatever the privileges
     * @param wanted tools that are needed beside those that always are
     * @param plan what is to be measured
     * @throws CliException if something is missing; names it and the command that mends it
     */
    static Machine require(boolean rootless, Set<String> wanted, List<PlannedTrial> plan) throws InterruptedException {
        List<Tool> detected = Tools.detect();
        boolean competes = plan.stream()
                .anyMatch(trial -> CompetitorLevel.of(trial.levels().get(Factor.COMPETITOR))
                        .isPresent());
        List<Tool> missing = detected.stream()
                .filter(tool -> !tool.isPresent())
                .filter(tool -> tool.required()
                        || wanted.contains(tool.name())
                        || (competes && tool.name().equals(Competitor.TOOL)))
                .toList();
        requireNone(missing);
        Privileges privileges = Privileges.readLive();
        if (privileges.mode() == Privileges.Mode.NONE || (rootless && privileges.userNamespaceError() != null)) {
            throw new CliException(
                    ExitStatus.MACHINE,
                    "no network namespace can be made: " + privileges.userNamespaceError()
                            + "; run as root, or let `pinbench doctor` say how to allow user namespaces");
        }
        Map<String, String> versions = new TreeMap<>();
        for (Tool tool : detected) {
            if (tool.version() != null) {
                versions.put(tool.name(), tool.version());
            }
        }
        return new Machine(versions, rootless || privileges.mode() == Privileges.Mode.ROOTLESS);
    }

    private static void requireNone(List<Tool> missing) {
        if (!missing.isEmpty()) {
            throw new CliException(
                    ExitStatus.MACHINE,
                    "missing: " + missing.stream().map(Tool::name).collect(Collectors.joining(", "))
                            + "; install with: apt-get install "
                            + missing.stream()
                                    .map(Tool::debianPackage)
                                    .distinct()
                                    .collect(Collectors.joining(" ")));
        }
    }
}
