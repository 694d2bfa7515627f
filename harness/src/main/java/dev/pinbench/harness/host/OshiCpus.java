package dev.pinbench.harness.host;

import dev.pinbench.analysis.results.CpuTopology;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.nativefree.SystemInfo;
import oshi.util.GlobalConfig;

/** This machine's processors and their tick counters, through OSHI's implementation that loads no native library. */
final class OshiCpus {

    private final CentralProcessor processor;

    OshiCpus() {
        // By default OSHI hands out one reading for 300 ms, so that an interval shorter than that looks idle.
        GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, 0);
        this.processor = new SystemInfo().getHardware().getProcessor();
    }

    /** The logical CPUs by number; among them may be some that are offline, of which the kernel still has the folders. */
    List<CpuTopology> topology() {
        return processor.getLogicalProcessors().stream()
                .map(cpu -> new CpuTopology(
                        cpu.getProcessorNumber(),
                        cpu.getPhysicalProcessorNumber(),
                        cpu.getPhysicalPackageNumber(),
                        cpu.getNumaNode()))
                .sorted(Comparator.comparingInt(CpuTopology::cpu))
                .toList();
    }

    /** Tick counters by CPU number; see {@link CpuTicks} for the unit. */
    Map<Integer, CpuTicks> ticks() {
        return byCpu(processor.getProcessorCpuLoadTicks(), online());
    }

    private List<Integer> online() {
        return HostFiles.live()
                .text("sys/devices/system/cpu/online")
                .map(CpuList::parse)
                .orElseGet(() -> topology().stream().map(CpuTopology::cpu).toList());
    }

    /** OSHI's rows are the lines of {@code /proc/stat}, which has none for CPUs that are offline; zeros follow instead. */
    static Map<Integer, CpuTicks> byCpu(long[][] ticks, List<Integer> online) {
        Map<Integer, CpuTicks> byCpu = new TreeMap<>();
        for (int i = 0; i < Math.min(ticks.length, online.size()); i++) {
            long total = 0;
            for (TickType type : TickType.values()) {
                total += ticks[i][type.getIndex()];
            }
            byCpu.put(online.get(i), new CpuTicks(total, ticks[i][TickType.STEAL.getIndex()]));
        }
        return byCpu;
    }
}
