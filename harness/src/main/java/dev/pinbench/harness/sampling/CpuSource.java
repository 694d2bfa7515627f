package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.TaskRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Per CPU: ticks, softirqs, softnet and the times of ksoftirqd. */
final class CpuSource implements Source {

    private static final int KSOFTIRQD_RUN = CpuTable.column(CpuCounter.KSOFTIRQD_RUN_NANOS);
    private static final int KSOFTIRQD_WAIT = CpuTable.column(CpuCounter.KSOFTIRQD_WAIT_NANOS);
    private static final int KSOFTIRQD_CLOCK = CpuTable.column(CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS);

    private final Workbench bench;
    private final KernelFile stat;
    private final KernelFile softirqs;
    private final KernelFile softnet;
    private final StatFile statFile = new StatFile();
    private final SoftirqsFile softirqsFile = new SoftirqsFile();
    private final SoftnetFile softnetFile = new SoftnetFile();
    private final List<Ksoftirqd> ksoftirqds = new ArrayList<>();
    private final CpuCounter[] counters = CpuCounter.values();

    private final long[] increases = new long[CpuTable.WIDTH];

    private CpuTable before = new CpuTable();
    private CpuTable now = new CpuTable();

    private record Ksoftirqd(int cpu, WatchedTask task) {}

    CpuSource(Workbench bench, KsoftirqdThreads threads, Resources resources) throws IOException {
        this.bench = bench;
        stat = resources.openRecord(bench.procRoot().resolve("stat"));
        softirqs = resources.openRecord(bench.procRoot().resolve("softirqs"));
        softnet = resources.open(bench.procRoot().resolve("net/softnet_stat"));
        for (Map.Entry<Integer, Integer> thread : threads.tidByCpu().entrySet()) {
            int tid = thread.getValue();
            WatchedTask task = WatchedTask.open(bench, TaskRole.KSOFTIRQD, tid, tid);
            resources.add(task);
            ksoftirqds.add(new Ksoftirqd(thread.getKey(), task));
        }
    }

    @Override
    public void sample(int frame) {
        CpuTable spare = before;
        before = now;
        now = spare;
        now.clear();
        readStat(frame);
        readSoftirqs(frame);
        readSoftnet(frame);
        readKsoftirqds(frame);
        if (frame == 0) {
            tellWhatTheKernelLacks();
        } else {
            store(frame);
        }
    }

    private void readStat(int frame) {
        try {
            stat.read(bench.text());
            statFile.parse(bench.text(), now);
        } catch (IOException e) {
            now.forget(StatFile.FIRST, StatFile.LAST);
            now.copyOnline(before);
            bench.gaps().add(frame, stat.name(), KernelFile.describe(stat.name(), e));
        }
    }

    private void readSoftirqs(int frame) {
        try {
            softirqs.read(bench.text());
            softirqsFile.parse(bench.text(), now);
        } catch (IOException e) {
            now.forget(SoftirqsFile.FIRST, SoftirqsFile.LAST);
            bench.gaps().add(frame, softirqs.name(), KernelFile.describe(softirqs.name(), e));
        }
    }

    private void readSoftnet(int frame) {
        try {
            softnet.read(bench.text());
            softnetFile.parse(bench.text(), now);
        } catch (IOException e) {
            now.forget(SoftnetFile.FIRST, SoftnetFile.LAST);
            bench.gaps().add(frame, softnet.name(), KernelFile.describe(softnet.name(), e));
        }
    }

    private void readKsoftirqds(int frame) {
        for (int i = 0; i < ksoftirqds.size(); i++) {
            WatchedTask task = ksoftirqds.get(i).task();
            int cpu = ksoftirqds.get(i).cpu();
            if (task.sample(frame)) {
                now.put(cpu, KSOFTIRQD_RUN, task.runNanos());
                now.put(cpu, KSOFTIRQD_WAIT, task.waitNanos());
                now.put(cpu, KSOFTIRQD_CLOCK, task.clockNanos());
            } else {
                bench.gaps().add(frame, "ksoftirqd/" + cpu, "CPU " + cpu + ": ksoftirqd/" + cpu + " cannot be read");
            }
        }
    }

    private void tellWhatTheKernelLacks() {
        List<String> lacking = new ArrayList<>();
        for (CpuCounter counter : counters) {
            StringBuilder cpus = new StringBuilder();
            int count = 0;
            for (int cpu = now.nextOnline(-1); cpu >= 0; cpu = now.nextOnline(cpu)) {
                if (now.get(cpu, CpuTable.column(counter)) == Counters.MISSING) {
                    cpus.append(count++ == 0 ? "" : ", ").append(cpu);
                }
            }
            if (count > 0) {
                lacking.add(counter.column() + (count == now.onlineCount() ? "" : " (CPU " + cpus + ")"));
            }
        }
        if (!lacking.isEmpty()) {
            bench.gaps().add(0, "columns", "not given here, so empty in each frame: " + String.join(", ", lacking));
        }
        if (ksoftirqds.isEmpty()) {
            bench.gaps()
                    .add(
                            0,
                            "ksoftirqd",
                            "no ksoftirqd thread is visible in " + bench.procRoot()
                                    + " (a container, or hidepid): its times are empty");
        }
    }

    private void store(int frame) {
        int limit = Math.max(before.cpuLimit(), now.cpuLimit());
        for (int cpu = 0; cpu < limit; cpu++) {
            boolean was = before.isOnline(cpu);
            boolean is = now.isOnline(cpu);
            if (was && is) {
                for (int column = 0; column < CpuTable.WIDTH; column++) {
                    increases[column] = increase(frame, cpu, column);
                }
                bench.store().cpu(frame, cpu, increases);
            } else if (was || is) {
                Arrays.fill(increases, Counters.MISSING);
                bench.store().cpu(frame, cpu, increases);
                bench.gaps()
                        .add(
                                frame,
                                "hotplug " + cpu,
                                stat.name() + ": CPU " + cpu + (is ? " came online" : " went offline")
                                        + ": its row is empty");
            }
        }
    }

    private long increase(int frame, int cpu, int column) {
        long from = before.get(cpu, column);
        long to = now.get(cpu, column);
        boolean u32 = column >= SoftirqsFile.FIRST && column <= SoftnetFile.LAST;
        long increase = u32 ? Counters.increase32(from, to) : Counters.increase64(from, to);
        if (Counters.isStep(increase, from, to)) {
            String name = counters[column].column();
            bench.gaps()
                    .add(
                            frame,
                            name + " " + cpu,
                            fileOf(column) + ": CPU " + cpu + ": " + name + " went from " + from + " to " + to
                                    + ": no increase can be told");
        }
        return increase;
    }

    private String fileOf(int column) {
        if (column <= StatFile.LAST) {
            return stat.name();
        }
        if (column <= SoftirqsFile.LAST) {
            return softirqs.name();
        }
        return column <= SoftnetFile.LAST ? softnet.name() : "schedstat of ksoftirqd";
    }
}
