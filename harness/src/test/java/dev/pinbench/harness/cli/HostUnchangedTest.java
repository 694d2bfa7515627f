package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host is after a run what it was before, however the run ends. */
class HostUnchangedTest {

    @TempDir
    Path folder;

    /** Those that load into the kernel or start daemons, as far as this machine has them, and one that does not. */
    private static List<String> reachingFurthest() throws InterruptedException {
        List<String> names = new ArrayList<>(List.of("bridge"));
        for (String name : List.of("ebpf", "ovs", "ovs-dpdk", "docker")) {
            if (Datapaths.named(name).lacking(!LabModes.isRoot()).isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    @Test
    void neitherARunNorItsKillChangesTheHost() throws Exception {
        // iptables-save and ip load their own kernel modules at their first call.
        HostState.read();
        Map<String, String> before = HostState.read();
        assertThat(before).containsKeys("ip -j link", "mounts", "/proc/sys/net/core/somaxconn");

        Invocation done = Invocation.of(
                "run",
                TinyProfile.in(folder).toString(),
                "--no-report",
                "--set",
                "offload=off",
                "--out",
                folder.resolve("done").toString());
        assertThat(done.status()).as(done.err()).isZero();
        HostState.assertSame(before, HostState.read());

        try (ChildRun child = ChildRun.start(
                folder,
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "datapath=" + String.join(",", reachingFurthest()),
                "--set",
                "offload=tx=off",
                "--out",
                folder.resolve("killed").toString())) {
            child.until(
                    "traffic flows",
                    () -> child.said("tiny: ") && child.marked().contains("iperf3"));
            HostState.assertSame(before, HostState.read());
            child.kill();
            child.assertNothingLeft();
        }
        assertThat(Waiting.until(5, () -> !HostState.programs().contains("from_pod")))
                .as("the kernel has freed the eBPF programs: %s", HostState.programs())
                .isTrue();
        HostState.assertSame(before, HostState.read());
    }
}
