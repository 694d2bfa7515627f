package dev.pinbench.analysis.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is, as far as it matters to a measurement. A {@code null} means that it could not be read.
 *
 * @param machineId SHA-256 of the machine id, so that a run can be tied to a machine without telling which it is
 * @param bootId kernel boot id; counters start anew with each
 * @param kernelRelease as {@code uname -r}
 * @param architecture as {@code uname -m}
 * @param osName the {@code PRETTY_NAME} of os-release
 * @param cpuModel the processor's own name
 * @param memoryBytes installed memory
 * @param cpus the online logical CPUs, in ascending order
 * @param timerHz CONFIG_HZ: the tick rate, which bounds the resolution of {@code /proc/stat}
 * @param irqTimeAccounting whether softirq and IRQ time are measured in ns (CONFIG_IRQ_TIME_ACCOUNTING) rather than
 *     sampled at the tick
 * @param virtualization the hypervisor's name, or {@code none}
 * @param governor cpufreq governor of the CPUs, joined by commas if they differ
 * @param smtActive whether SMT siblings are online
 * @param isolatedCpus CPU list of {@code isolcpus}, empty if none
 * @param clocksource the kernel's current clock source
 */
public record HostFacts(
        @Nullable String machineId,
        @Nullable String bootId,
        String kernelRelease,
        String architecture,
        @Nullable String osName,
        @Nullable String cpuModel,
        @Nullable Long memoryBytes,
        List<CpuTopology> cpus,
        @Nullable Integer timerHz,
        @Nullable Boolean irqTimeAccounting,
        @Nullable String virtualization,
        @Nullable String governor,
        @Nullable Boolean smtActive,
        @Nullable String isolatedCpus,
        @Nullable String clocksource) {

    public HostFacts {
        cpus = List.copyOf(cpus);
    }
}
