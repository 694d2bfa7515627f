package dev.pinbench.analysis.results;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code run.json}: what was planned, on which machine, with which tools, and how far it came.
 *
 * @param schemaVersion version of the run-directory format, see {@link RunDirectory#SCHEMA_VERSION}
 * @param pinbenchVersion version of the program that made the run
 * @param name the profile's name
 * @param about the profile's sentence about itself
 * @param createdAt wall-clock start, ISO-8601 in UTC
 * @param status where the run stands
 * @param profile the profile after overrides and defaults, as data; enough to run it again
 * @param profileSha256 digest of the canonical JSON of {@code profile}; guards {@code resume}
 * @param seed seed of the plan's permutations and of every bootstrap
 * @param blocks number of blocks
 * @param durationSeconds measured time of one trial, without warm-up
 * @param omitSeconds warm-up that iperf3 leaves out ({@code -O})
 * @param framesPerSecond the sampling rate asked for
 * @param plan every trial in the order of running
 * @param host the machine
 * @param tools version of each external tool used, by name
 * @param rootless whether the lab ran in a user namespace without privileges
 * @param hostChanges settings of the machine that the run changed and put back; empty in runs from before that was told
 * @param notes what a reader must know to judge the run (a factor that the machine did not permit, and the like)
 */
public record RunManifest(
        int schemaVersion,
        String pinbenchVersion,
        String name,
        @Nullable String about,
        String createdAt,
        RunStatus status,
        JsonNode profile,
        String profileSha256,
        long seed,
        int blocks,
        int durationSeconds,
        int omitSeconds,
        int framesPerSecond,
        List<PlannedTrial> plan,
        HostFacts host,
        Map<String, String> tools,
        boolean rootless,
        List<HostChange> hostChanges,
        List<String> notes) {

    public RunManifest {
        plan = List.copyOf(plan);
        // In the order of the names, so that the same run is always the same text.
        tools = Collections.unmodifiableMap(new TreeMap<>(tools));
        // A list that an older file lacks arrives as null.
        hostChanges = hostChanges == null ? List.of() : List.copyOf(hostChanges);
        notes = List.copyOf(notes);
    }

    /** This manifest with another status. */
    public RunManifest withStatus(RunStatus newStatus) {
        return with(newStatus, hostChanges);
    }

    /** This manifest with other changes of the machine. */
    public RunManifest withHostChanges(List<HostChange> newHostChanges) {
        return with(status, newHostChanges);
    }

    private RunManifest with(RunStatus newStatus, List<HostChange> newHostChanges) {
        return new RunManifest(
                schemaVersion,
                pinbenchVersion,
                name,
                about,
                createdAt,
                newStatus,
                profile,
                profileSha256,
                seed,
                blocks,
                durationSeconds,
                omitSeconds,
                framesPerSecond,
                plan,
                host,
                tools,
                rootless,
                newHostChanges,
                notes);
    }
}
