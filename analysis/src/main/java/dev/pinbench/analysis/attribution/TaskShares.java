package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.RunTimeSource;
import dev.pinbench.analysis.results.TaskRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Run and wait times of the watched tasks over the window, as shares of time. A task's time goes to the CPU on which it
 * was seen at the end of the frame.
 *
 * <p>What a frame without a row means depends on the role. The sampler writes a row for every frame in which it could read a
 * client, server or competitor, so that one without a row between the first and the last is a hole: it is left out of the
 * task's time, not counted as rest. Other tasks get a row only where they ran or waited: for them no row means rest, and
 * the whole window is their time.
 */
final class TaskShares {

    /** Roles that have a row in a frame in which they did nothing. */
    private static final Set<TaskRole> ROWS_AT_REST = Set.of(TaskRole.CLIENT, TaskRole.SERVER, TaskRole.COMPETITOR);

    private record Task(TaskWindow rows, long seenNanos, long windowNanos) {
        TaskRole role() {
            return rows.role();
        }

        private static double on(int cpu, Map<Integer, Long> nanosByCpu) {
            return nanosByCpu.getOrDefault(cpu, 0L);
        }

        double runShare(int cpu) {
            return on(cpu, rows.runNanosByCpu()) / windowNanos;
        }

        double bookedShare(int cpu) {
            return on(cpu, rows.bookedNanosByCpu()) / windowNanos;
        }
    }

    private final List<Task> tasks = new ArrayList<>();

    TaskShares(Window window) {
        long elapsed = window.elapsedNanos();
        window.tasks().values().forEach(task -> tasks.add(task(task, window, elapsed)));
    }

    private static Task task(TaskWindow task, Window window, long elapsed) {
        if (!ROWS_AT_REST.contains(task.role())) {
            return new Task(task, elapsed, elapsed);
        }
        long holes = window.elapsedNanos(task.firstFrame(), task.lastFrame()) - task.seenNanos();
        return new Task(task, task.seenNanos(), elapsed - holes);
    }

    /** Whether a task of this role was seen at all. */
    boolean seen(TaskRole role) {
        return tasks.stream().anyMatch(task -> task.role() == role);
    }

    /** Share of the window's time on {@code cpu} that tasks of these roles ran; 0 if none of them was seen there. */
    double runShare(int cpu, Set<TaskRole> roles) {
        return sum(roles, task -> task.runShare(cpu));
    }

    /** The same by {@code schedstat} alone, which leaves out what the kernel accounts as interrupts. */
    double bookedShare(int cpu, Set<TaskRole> roles) {
        return sum(roles, task -> task.bookedShare(cpu));
    }

    private double sum(Set<TaskRole> roles, ToDoubleFunction<Task> share) {
        return tasks.stream()
                .filter(task -> roles.contains(task.role()))
                .mapToDouble(share)
                .sum();
    }

    /** Where run times are from, the harness's left out; {@code null} if nothing else was seen. */
    @Nullable
    RunTimeSource source() {
        Set<Boolean> clocked = tasks.stream()
                .filter(task -> task.role() != TaskRole.HARNESS)
                .map(task -> task.rows().clocked())
                .collect(Collectors.toSet());
        return switch (clocked.size()) {
            case 0 -> null;
            case 1 -> clocked.contains(true) ? RunTimeSource.TASK_CLOCK : RunTimeSource.SCHEDSTAT;
            default -> RunTimeSource.BOTH;
        };
    }

    /** The largest share of the window that one task of this role ran, on whatever CPUs; empty if none was seen. */
    OptionalDouble runShareMax(TaskRole role) {
        return tasks.stream()
                .filter(task -> task.role() == role)
                .mapToDouble(task -> (double) task.rows().runNanosByCpu().values().stream()
                                .mapToLong(Long::longValue)
                                .sum()
                        / task.windowNanos())
                .max();
    }

    /** The CPUs on which tasks of this role were seen. */
    Set<Integer> cpus(TaskRole role) {
        Set<Integer> cpus = new TreeSet<>();
        tasks.stream()
                .filter(task -> task.role() == role)
                .forEach(task -> cpus.addAll(task.rows().runNanosByCpu().keySet()));
        return cpus;
    }

    /** The largest share of its own time that a task of these roles was runnable but waited for a CPU. */
    OptionalDouble waitShareMax(Set<TaskRole> roles) {
        return tasks.stream()
                .filter(task -> roles.contains(task.role()))
                .mapToDouble(task -> (double) task.rows().waitNanos() / task.seenNanos())
                .max();
    }
}
