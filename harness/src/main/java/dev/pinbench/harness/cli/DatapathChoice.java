package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.harness.existing.Endpoints;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.lab.datapath.Lack;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.profile.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a profile asks for of the datapaths that this machine can build.
 *
 * @param profile the profile with {@code datapath: all} written out
 * @param notes datapaths that {@code all} leaves out, one sentence each
 * @param lacking what is missing for datapaths that are named, one sentence each
 */
record DatapathChoice(Profile profile, List<String> notes, List<String> lacking) {

    static DatapathChoice of(Profile profile, boolean rootless) throws InterruptedException {
        if (profile.endpoints() != null) {
            return new DatapathChoice(profile, List.of(), List.of());
        }
        List<String> levels = profile.levels(Factor.DATAPATH);
        List<String> lacking = lacking(levels, rootless);
        List<String> supported = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        if (levels.contains(Profile.ALL_DATAPATHS)) {
            for (Datapath datapath : Datapaths.all()) {
                List<Lack> missing = datapath.lacking(rootless);
                if (missing.isEmpty()) {
                    supported.add(datapath.name());
                } else if (!levels.contains(datapath.name())) {
                    notes.add(sentence("is left out", datapath, missing));
                }
            }
        }
        return new DatapathChoice(profile.withDatapaths(supported), notes, lacking);
    }

    /** What is missing for datapaths, by name; {@code all} is missing nothing. */
    private static List<String> lacking(List<String> names, boolean rootless) throws InterruptedException {
        List<String> sentences = new ArrayList<>();
        for (String name : names) {
            if (!name.equals(Profile.ALL_DATAPATHS)) {
                Datapath datapath = Datapaths.named(name);
                List<Lack> missing = datapath.lacking(rootless);
                if (!missing.isEmpty()) {
                    sentences.add(sentence("cannot be built", datapath, missing));
                }
            }
        }
        return sentences;
    }

    private static String sentence(String so, Datapath datapath, List<Lack> missing) {
        return "datapath " + datapath.name() + " " + so + ": "
                + missing.stream().map(Lack::text).collect(Collectors.joining(", and "));
    }

    /**
     * What is planned although its datapath carries no TCP with its offloads, one sentence for each datapath: to be
     * measured, not to be wondered at.
     */
    static List<String> carryingNothing(List<Levels> combinations) {
        Map<String, Set<String>> offloads = new LinkedHashMap<>();
        for (Levels levels : combinations) {
            if (levels.get(Factor.DATAPATH).equals(Endpoints.LEVEL)) {
                continue;
            }
            Datapath datapath = Datapaths.named(levels.get(Factor.DATAPATH));
            String offload = levels.get(Factor.OFFLOAD);
            boolean hostOnly = levels.get(Factor.PATH).equals(TrafficPath.NATIVE_TO_NATIVE.label());
            if (!hostOnly && !Offload.ofLevel(offload).sets(datapath.carriesTcpWith())) {
                offloads.computeIfAbsent(datapath.name(), name -> new LinkedHashSet<>())
                        .add(offload);
            }
        }
        List<String> sentences = new ArrayList<>();
        offloads.forEach((name, levels) -> sentences.add(carriesOnly(Datapaths.named(name)) + ": with offload "
                + String.join(" and ", levels) + " its trials are to fail"));
        return sentences;
    }

    /** With which offloads a datapath that does not carry TCP with all carries it. */
    static String carriesOnly(Datapath datapath) {
        return "datapath " + datapath.name() + " carries TCP only with offload "
                + Offload.ofLevel("on").with(datapath.carriesTcpWith()).canonical();
    }

    /** Fails if a datapath that is named lacks something. */
    void require() {
        require(lacking);
    }

    /**
     * Fails if this machine lacks something for a datapath.
     *
     * @throws CliException names it with the command that mends it
     */
    static void require(List<String> names, boolean rootless) throws InterruptedException {
        require(lacking(names, rootless));
    }

    /**
     * As {@link #require(List, boolean)}, for a plan that was stored.
     *
     * @throws CliException also if this program does not know a datapath of it
     */
    static void requireStored(List<PlannedTrial> plan, boolean rootless) throws InterruptedException {
        List<String> names = plan.stream()
                .map(trial -> trial.levels().get(Factor.DATAPATH))
                .distinct()
                .toList();
        for (String name : names) {
            if (!Datapaths.names().contains(name)) {
                throw new CliException(
                        ExitStatus.BAD_INPUT,
                        "this program has no datapath " + Printable.escape(name)
                                + ", which the stored plan asks for; expected one of "
                                + String.join(", ", Datapaths.names()));
            }
        }
        require(names, rootless);
    }

    private static void require(List<String> sentences) {
        if (!sentences.isEmpty()) {
            throw new CliException(ExitStatus.MACHINE, String.join("; ", sentences));
        }
    }
}
