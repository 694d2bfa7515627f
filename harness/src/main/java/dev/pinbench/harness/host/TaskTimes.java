package dev.pinbench.harness.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processor time in ns that every thread of the machine has had so far, from {@code /proc/PID/task/TID/schedstat}
 * (Documentation/scheduler/sched-stats.rst), with the moment at which it was read.
 *
 * @param atNanos {@link System#nanoTime()} of the reading
 * @param byTask run time by thread
 */
record TaskTimes(long atNanos, Map<Task, Long> byTask) {

    /** @param startTicks when the thread started, which tells it from a later one that got its id */
    record Task(int pid, int tid, long startTicks) {}

    private record Stat(long startTicks, int cpu) {}

    /** Field numbers of proc_pid_stat(5), less the two in front of the state, counted from 0. */
    private static final int START_TIME = 22 - 3;

    private static final int PROCESSOR = 39 - 3;

    TaskTimes {
        byTask = Map.copyOf(byTask);
    }

    /** Reads all threads but those of {@code exceptPid}; a thread that ends meanwhile is left out. */
    static TaskTimes read(HostFiles files, long exceptPid) {
        long at = System.nanoTime();
        Map<Task, Long> times = new HashMap<>();
        for (int pid : files.numbered("proc", "")) {
            if (pid != exceptPid) {
                for (int tid : files.numbered("proc/" + pid + "/task", "")) {
                    String folder = "proc/" + pid + "/task/" + tid;
                    files.text(folder + "/schedstat")
                            .flatMap(TaskTimes::runNanos)
                            .ifPresent(nanos -> stat(files, folder)
                                    .ifPresent(stat -> times.put(new Task(pid, tid, stat.startTicks()), nanos)));
                }
            }
        }
        return new TaskTimes(at, times);
    }

    /**
     * The processes that ran between two readings, busiest first. A thread that started in between counts from its
     * start; what a thread ran that ended in between is not known and not counted.
     */
    static List<BusyProcess> between(HostFiles files, TaskTimes before, TaskTimes after) {
        double elapsed = after.atNanos - before.atNanos;
        Map<Integer, Long> byPid = new HashMap<>();
        Map<Integer, Task> busiest = new HashMap<>();
        Map<Integer, Long> most = new HashMap<>();
        after.byTask.forEach((task, nanos) -> {
            long ran = nanos - before.byTask.getOrDefault(task, 0L);
            if (ran > 0) {
                byPid.merge(task.pid(), ran, Long::sum);
                if (ran > most.getOrDefault(task.pid(), 0L)) {
                    most.put(task.pid(), ran);
                    busiest.put(task.pid(), task);
                }
            }
        });
        List<BusyProcess> processes = new ArrayList<>();
        busiest.forEach((pid, task) -> {
            Optional<Stat> stat = stat(files, "proc/" + pid + "/task/" + task.tid());
            Optional<String> comm = files.text("proc/" + pid + "/comm");
            if (stat.isPresent() && comm.isPresent()) {
                processes.add(
                        new BusyProcess(pid, comm.get(), stat.get().cpu(), byPid.getOrDefault(pid, 0L) / elapsed));
            }
        });
        processes.sort(Comparator.comparingDouble(BusyProcess::share).reversed().thenComparingInt(BusyProcess::pid));
        return List.copyOf(processes);
    }

    private static Optional<Long> runNanos(String schedstat) {
        String[] fields = schedstat.split(" ", -1);
        return fields.length == 3 && fields[0].matches("[0-9]{1,18}")
                ? Optional.of(Long.valueOf(fields[0]))
                : Optional.empty();
    }

    /** The name stands in parentheses and may hold blanks, parentheses and newlines itself: the last one closes it. */
    private static Optional<Stat> stat(HostFiles files, String folder) {
        return files.text(folder + "/stat").flatMap(text -> {
            String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
            boolean whole = fields.length > PROCESSOR
                    && fields[START_TIME].matches("[0-9]{1,18}")
                    && fields[PROCESSOR].matches("[0-9]{1,8}");
            return whole
                    ? Optional.of(new Stat(Long.parseLong(fields[START_TIME]), Integer.parseInt(fields[PROCESSOR])))
                    : Optional.empty();
        });
    }
}
