package dev.pinbench.harness.host;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What others took of this machine over a short interval in which Pinbench did nothing.
 *
 * @param seconds length of the interval
 * @param stealShareByCpu time that the hypervisor took from each CPU, 0…1, in steps of 10 ms; a CPU whose counters did
 *     not advance is absent
 * @param processes the processes that ran, busiest first, without this one; {@code null} if the kernel tells no task
 *     times
 */
public record HostLoad(
        double seconds,
        Map<Integer, Double> stealShareByCpu,
        @Nullable List<BusyProcess> processes) {

    public HostLoad {
        stealShareByCpu = Map.copyOf(stealShareByCpu);
        processes = processes == null ? null : List.copyOf(processes);
    }

    /** Watches this machine for {@code interval}, which ought to be a second or more: the steal counters are coarse. */
    public static HostLoad watchLive(Duration interval) throws InterruptedException {
        HostFiles files = HostFiles.live();
        OshiCpus oshi = new OshiCpus();
        long self = ProcessHandle.current().pid();
        TaskTimes tasksBefore = TaskTimes.read(files, self);
        Map<Integer, CpuTicks> ticksBefore = oshi.ticks();
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
        Map<Integer, CpuTicks> ticksAfter = oshi.ticks();
        TaskTimes tasksAfter = TaskTimes.read(files, self);
        boolean told = !tasksAfter.byTask().isEmpty();
        return new HostLoad(
                (tasksAfter.atNanos() - tasksBefore.atNanos()) / 1e9,
                steal(ticksBefore, ticksAfter),
                told ? TaskTimes.between(files, tasksBefore, tasksAfter) : null);
    }

    static Map<Integer, Double> steal(Map<Integer, CpuTicks> before, Map<Integer, CpuTicks> after) {
        Map<Integer, Double> shares = new TreeMap<>();
        after.forEach((cpu, now) -> {
            CpuTicks then = before.get(cpu);
            if (then != null && now.totalMillis() > then.totalMillis() && now.stealMillis() >= then.stealMillis()) {
                shares.put(
                        cpu,
                        (double) (now.stealMillis() - then.stealMillis()) / (now.totalMillis() - then.totalMillis()));
            }
        });
        return shares;
    }
}
