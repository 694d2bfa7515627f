package dev.pinbench.analysis.sample;

import dev.pinbench.analysis.results.CpuCounter;
import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.NetRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ten frames a second for twelve seconds, with one frame missed and traffic that sinks half-way. */
public final class SampleFrames {

    private SampleFrames() {}

    public static Frames of(String namespace, String interfaceName) {
        Random random = new Random(3);
        List<CpuRow> cpu = new ArrayList<>();
        List<NetRow> net = new ArrayList<>();
        for (int frame = 1; frame <= 124; frame++) {
            if (frame == 70) {
                continue;
            }
            long start = frame * 100_000_000L;
            FrameTime time = new FrameTime(frame, start, start + 200_000, 100_000_000L);
            double rate = frame < 3 || frame > 120 ? 0 : frame < 60 ? 1 : 0.55;
            for (int core = 0; core < 2; core++) {
                long[] increases = new long[CpuCounter.values().length];
                Arrays.fill(increases, CpuRow.MISSING);
                set(increases, CpuCounter.SOFTIRQ_TICKS, Math.round(rate * (core == 0 ? 2.5 : 6) + random.nextInt(2)));
                set(
                        increases,
                        CpuCounter.KSOFTIRQD_RUN_NANOS,
                        Math.round(rate * 1e7 * (core + 1) * random.nextDouble()));
                cpu.add(new CpuRow(time, core, increases));
            }
            long bytes = Math.round(rate * (1 + 0.05 * random.nextGaussian()) * 6e9 / 8 / 10);
            net.add(new NetRow(time, namespace, interfaceName, bytes, bytes / 1500, 0, bytes / 50, bytes / 3000, 0));
        }
        return new Frames(cpu, List.of(), List.of(), net, 1, List.of());
    }

    @SuppressWarnings("EnumOrdinal")
    private static void set(long[] increases, CpuCounter counter, long value) {
        increases[counter.ordinal()] = value;
    }
}
