package dev.pinbench.harness.run;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TaskPlacement;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.sampling.PlacementReader;
import dev.pinbench.harness.sampling.ThreadPlacement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether every thread of client, server and competitor was allowed on its core only, and seen on it only; and whether threads
 * that are to poll did. Asked once
 * while traffic runs ({@code Cpus_allowed_list}) and compared with the CPU seen in every frame.
 */
final class PlacementCheck {

    private record Requested(
            TaskRole role, long pid, @Nullable Integer core) {}

    private record Read(Requested requested, ThreadPlacement thread) {}

    private final PlacementReader reader;
    private final List<Requested> requested = new ArrayList<>();
    private final List<Read> read = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    PlacementCheck(PlacementReader reader) {
        this.reader = reader;
    }

    /** A process that was asked to run on one core. */
    void expect(TaskRole role, long pid, int core) {
        requested.add(new Requested(role, pid, core));
    }

    /** A process that may run where the kernel puts it: only told of. */
    void expectAnywhere(TaskRole role, long pid) {
        requested.add(new Requested(role, pid, null));
    }

    /** Reads what the kernel allows each thread; to be called while all of them run. */
    void readAllowed() {
        for (Requested process : requested) {
            try {
                reader.read(process.pid()).forEach(thread -> read.add(new Read(process, thread)));
            } catch (IOException e) {
                problems.add("placement of the " + process.role().text() + " could not be read: " + e.getMessage());
            }
        }
    }

    /** Whether {@link #readAllowed} was called. */
    boolean wasRead() {
        return !read.isEmpty() || !problems.isEmpty();
    }

    /** What was asked for, allowed and seen, thread by thread. */
    List<TaskPlacement> placements(Frames frames) {
        List<TaskPlacement> placements = new ArrayList<>();
        for (Read each : read) {
            TreeSet<Integer> seen = new TreeSet<>();
            frames.task().stream()
                    .filter(row -> row.tid() == each.thread().tid()
                            && row.role() == each.requested().role())
                    .mapToInt(TaskRow::cpu)
                    .forEach(seen::add);
            Integer core = each.requested().core();
            boolean held = core == null
                    || (CpuList.parse(each.thread().allowedCpus()).equals(List.of(core)) && seen.equals(Set.of(core)));
            placements.add(new TaskPlacement(
                    each.requested().role(),
                    each.thread().tid(),
                    each.thread().comm(),
                    core == null ? "any" : core.toString(),
                    each.thread().allowedCpus(),
                    List.copyOf(seen),
                    held));
        }
        return placements;
    }

    /**
     * Why the placement does not hold, one sentence each; empty if it does. A thread that came or went without being read
     * counts too, by where frames saw it.
     */
    List<String> violations(List<TaskPlacement> placements, Frames frames) {
        List<String> violations = new ArrayList<>(problems);
        if (!wasRead()) {
            violations.add("placement could not be verified: traffic ended before it was read");
        }
        for (TaskPlacement placement : placements) {
            if (!placement.held()) {
                violations.add(placement.role().text() + " thread " + placement.tid() + " was to run on core "
                        + placement.requestedCpus() + ", was allowed " + placement.allowedCpus() + " and seen on "
                        + (placement.seenCpus().isEmpty() ? "no core" : CpuList.format(placement.seenCpus())));
            }
        }
        violations.addAll(strays(frames));
        boolean polledByThreads = requested.stream().anyMatch(process -> process.role() == TaskRole.NAPI);
        if (polledByThreads && frames.task().stream().noneMatch(row -> row.role() == TaskRole.NAPI)) {
            violations.add(
                    "threaded-napi: no thread ran, so no packet came by way of NAPI; a veth takes it only for what"
                            + " comes from a peer with TSO off");
        }
        return violations;
    }

    private List<String> strays(Frames frames) {
        Map<TaskRole, Set<Integer>> cores = new EnumMap<>(TaskRole.class);
        for (Requested process : requested) {
            if (process.core() != null) {
                cores.computeIfAbsent(process.role(), role -> new TreeSet<>()).add(process.core());
            }
        }
        Set<Integer> known = new TreeSet<>();
        read.forEach(each -> known.add(each.thread().tid()));
        Map<Integer, String> strays = new TreeMap<>();
        for (TaskRow row : frames.task()) {
            Set<Integer> allowed = cores.get(row.role());
            if (allowed != null && !known.contains(row.tid()) && !allowed.contains(row.cpu())) {
                strays.put(
                        row.tid(),
                        row.role().text() + " thread " + row.tid() + " was to run on core " + CpuList.format(allowed)
                                + " and was seen on " + row.cpu());
            }
        }
        return List.copyOf(strays.values());
    }
}
