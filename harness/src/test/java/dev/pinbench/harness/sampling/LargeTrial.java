package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.attribution.MeasuredTrial;
import dev.pinbench.analysis.attribution.TrafficResult;
import dev.pinbench.analysis.attribution.TrialMetricsCalculator;
import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.results.TrialTiming;
import dev.pinbench.harness.host.HostFactsReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Stores, evaluates and writes a trial that nobody measured, as a program of its own, so that its memory can be limited:
 * {@code LargeTrial RUN_DIR FRAMES CPUS BUSY_CPUS}. Ten frames a second; on a busy CPU ten counters and four interrupts
 * move in every frame, on the others two counters; 64 tasks run.
 */
final class LargeTrial {
    private static final long PERIOD_NANOS = 100_000_000;
    private static final int TASKS = 64;
    private static final int INTERRUPTS = 600;
    private static final int BUSY_INTERRUPTS = 4;
    private static final List<CpuCounter> BUSY = List.of(
            CpuCounter.USER_TICKS,
            CpuCounter.SYSTEM_TICKS,
            CpuCounter.IDLE_TICKS,
            CpuCounter.TIMER,
            CpuCounter.NET_RX,
            CpuCounter.SCHED,
            CpuCounter.RCU,
            CpuCounter.SOFTNET_PROCESSED,
            CpuCounter.KSOFTIRQD_RUN_NANOS,
            CpuCounter.KSOFTIRQD_WAIT_NANOS);
    private static final List<CpuCounter> RESTING = List.of(CpuCounter.IDLE_TICKS, CpuCounter.TIMER);

    private LargeTrial() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path run = Path.of(arguments[0]);
        int frames = Integer.parseInt(arguments[1]);
        FrameStore store = sampled(frames, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(store.bytes());
        write(run, frames, store.toFrames(0, List.of()));
    }

    private static FrameStore sampled(int frames, int cpus, int busyCpus) {
        FrameStore store = new FrameStore();
        for (int irq = 0; irq < INTERRUPTS; irq++) {
            byte[] name = Integer.toString(irq).getBytes(StandardCharsets.US_ASCII);
            store.irqs().idOf(name, 0, name.length);
            store.comms().idOf(name, 0, name.length);
        }
        byte[] eth0 = "eth0".getBytes(StandardCharsets.US_ASCII);
        NameTable interfaces = new NameTable();
        int pod = store.addNamespace("pod-a", interfaces);
        int itsInterface = interfaces.idOf(eth0, 0, eth0.length);
        store.frame(0, 1);
        for (int frame = 1; frame <= frames; frame++) {
            store.frame(frame * PERIOD_NANOS, frame * PERIOD_NANOS + 5_000_000);
            for (int cpu = 0; cpu < cpus; cpu++) {
                boolean busy = cpu < busyCpus;
                store.cpu(frame, cpu, increases(busy ? BUSY : RESTING, 250 + (frame * 31 + cpu) % 97));
                for (int irq = 0; busy && irq < BUSY_INTERRUPTS; irq++) {
                    store.irq(frame, cpu, INTERRUPTS - 1 - irq, 250 + (frame + cpu) % 50);
                }
            }
            for (int task = 0; task < TASKS; task++) {
                store.task(
                        frame,
                        store.roleId(task == 0 ? TaskRole.CLIENT : TaskRole.CO_RUNNER),
                        4000 + task,
                        task,
                        task,
                        40_000_000 + frame % 1000,
                        2_000_000,
                        40_000_000 + frame % 997);
            }
            store.net(frame, pod, itsInterface, new long[] {125_000_000, 90_000, 0, 3_000_000, 40_000, 0});
            store.prepare(frames - frame);
        }
        return store;
    }

    private static long[] increases(List<CpuCounter> moving, long value) {
        long[] increases = new long[CpuTable.WIDTH];
        for (CpuCounter counter : moving) {
            increases[CpuTable.column(counter)] = counter.column().endsWith("_nanos") ? 1_500_000 + value : value;
        }
        return increases;
    }

    private static void write(Path run, int frames, Frames sampled) throws IOException, InterruptedException {
        HostFacts host = HostFactsReader.readLive();
        TrialMetrics metrics = new TrialMetricsCalculator(host)
                .calculate(
                        sampled,
                        new MeasuredTrial(
                                0, frames * PERIOD_NANOS, Set.of(0), Set.of(1), Set.of(0, 1), false, "pod-a", "eth0"),
                        new TrafficResult(1e10, null, null, null));
        Map<Factor, String> levels = new EnumMap<>(Factor.class);
        for (Factor factor : Factor.values()) {
            levels.put(factor, factor == Factor.CLIENT_CORE ? "0" : factor == Factor.SERVER_CORE ? "1" : "any");
        }
        PlannedTrial planned = new PlannedTrial(1, 1, 1, new Levels(levels));
        RunDirectory directory = RunDirectory.create(
                run,
                new RunManifest(
                        RunDirectory.SCHEMA_VERSION,
                        "test",
                        "large",
                        null,
                        "2026-11-29T00:00:00Z",
                        RunStatus.DONE,
                        JsonNodeFactory.instance.objectNode(),
                        "",
                        42,
                        1,
                        frames / 10,
                        0,
                        10,
                        List.of(planned),
                        host,
                        Map.of(),
                        false,
                        List.of(),
                        List.of()));
        directory.writeTrial(
                new TrialRecord(
                        RunDirectory.SCHEMA_VERSION,
                        1,
                        1,
                        1,
                        planned.levels(),
                        TrialStatus.DONE,
                        null,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        new InterfaceName("pod-a", "eth0"),
                        Map.of(),
                        new TrialTiming("2026-11-29T00:00:00Z", 1, 1, 0L, frames * PERIOD_NANOS),
                        metrics,
                        List.of()),
                sampled,
                Map.of());
    }
}
