package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.CpuList;

/**
 * What a calibration was made under, or a run is, beside machine and kernel, and what bears on the cost of measuring.
 *
 * @param javaVersion of the virtual machine that samples
 * @param cpus the online CPUs, such as {@code 0-3,8}
 * @param rootless whether the lab is in a user namespace
 */
public record Conditions(String javaVersion, String cpus, boolean rootless) {

    /** Those of this process on {@code host}. */
    public static Conditions here(HostFacts host, boolean rootless) {
        return new Conditions(
                Runtime.version().toString(),
                CpuList.format(host.cpus().stream().map(CpuTopology::cpu).toList()),
                rootless);
    }
}
