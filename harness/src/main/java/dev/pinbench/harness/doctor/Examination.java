package dev.pinbench.harness.doctor;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.host.CgroupLimits;
import dev.pinbench.harness.host.HostLoad;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.host.Tool;
import java.util.List;
import java.util.Optional;

/**
 * All that the doctor looks at, as it was read.
 *
 * @param facts what the machine is
 * @param settings what its kernel is set to
 * @param taskClockLacking why run times of tasks are not from perf's task clocks; empty if they are
 * @param privileges what this process may do
 * @param limits what its control groups leave it
 * @param tools the programs that Pinbench runs
 * @param load what others took of the machine
 * @param spaces free room in the folders that Pinbench writes to
 * @param datapaths what each datapath lacks; empty where no lab can be made
 */
record Examination(
        HostFacts facts,
        KernelSettings settings,
        Optional<String> taskClockLacking,
        Privileges privileges,
        CgroupLimits limits,
        List<Tool> tools,
        HostLoad load,
        List<DiskSpace> spaces,
        List<DatapathNeeds> datapaths) {

    Examination {
        tools = List.copyOf(tools);
        spaces = List.copyOf(spaces);
        datapaths = List.copyOf(datapaths);
    }
}
