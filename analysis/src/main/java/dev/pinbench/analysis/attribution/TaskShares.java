package dev.pinbench.analysis.attribution;

import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Run and wait times of the watched tasks over the window, as shares of time. A task's time goes to the CPU on which it
 * was seen at the end of the frame. Frames between a task's first and last row in which it has none are holes: they are
 * left out of its time, not counted as rest.
 */
final class TaskShares {

    private record Task(
            TaskRole role, Map<Integer, Long> runNanosByCpu, long waitNanos, long seenNanos, long windowNanos) {}

    private final List<Task> tasks = new ArrayList<>();

    TaskShares(Window window) {
        Map<Integer, List<TaskRow>> byTid = new TreeMap<>();
        window.task()
                .forEach(row ->
                        byTid.computeIfAbsent(row.tid(), t -> new ArrayList<>()).add(row));
        long elapsed = window.elapsedNanos();
        byTid.values().forEach(rows -> tasks.add(task(rows, window, elapsed)));
    }

    private static Task task(List<TaskRow> rows, Window window, long elapsed) {
        Map<Integer, Long> run = new TreeMap<>();
        long wait = 0;
        long seen = 0;
        for (TaskRow row : rows) {
            run.merge(row.cpu(), row.runNanos(), Long::sum);
            wait += row.waitNanos();
            seen += row.time().elapsedNanos();
        }
        int first = rows.get(0).time().frame();
        int last = rows.get(rows.size() - 1).time().frame();
        long holes = window.elapsedNanos(first, last) - seen;
        return new Task(rows.get(0).role(), run, wait, seen, elapsed - holes);
    }

    /** Whether a task of this role was seen at all. */
    boolean seen(TaskRole role) {
        return tasks.stream().anyMatch(task -> task.role() == role);
    }

    /** Share of the window's time on {@code cpu} that tasks of these roles ran; 0 if none of them was seen there. */
    double runShare(int cpu, Set<TaskRole> roles) {
        return tasks.stream()
                .filter(task -> roles.contains(task.role()))
                .mapToDouble(task -> (double) task.runNanosByCpu().getOrDefault(cpu, 0L) / task.windowNanos())
                .sum();
    }

    /** The CPUs on which tasks of this role were seen. */
    Set<Integer> cpus(TaskRole role) {
        Set<Integer> cpus = new TreeSet<>();
        tasks.stream()
                .filter(task -> task.role() == role)
                .forEach(task -> cpus.addAll(task.runNanosByCpu().keySet()));
        return cpus;
    }

    /** The largest share of its own time that a task of these roles was runnable but waited for a CPU. */
    OptionalDouble waitShareMax(Set<TaskRole> roles) {
        return tasks.stream()
                .filter(task -> roles.contains(task.role()))
                .mapToDouble(task -> (double) task.waitNanos() / task.seenNanos())
                .max();
    }
}
