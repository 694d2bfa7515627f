package dev.pinbench.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.BusyProcess;
import dev.pinbench.harness.host.CgroupLimits;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.HostLoad;
import dev.pinbench.harness.host.KernelSettings;
import dev.pinbench.harness.host.Machines;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.host.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final HostLoad QUIET = new HostLoad(2.0, Map.of(0, 0.0, 1, 0.005), List.of());

    @TempDir
    Path root;

    @Test
    void aSmallVirtualMachineCanMeasureWithReservations() throws Exception {
        List<DoctorFinding> findings =
                examine(Machines.twoCoreVm(root), 2, 1, "kvm", null, List.of(tool("iperf3", "3.12")), QUIET);

        assertThat(findings)
                .extracting(DoctorTest::line)
                .containsExactly(
                        "OK privileges: uid 0, CAP_NET_ADMIN yes, CAP_SYS_ADMIN yes",
                        "NOTE iperf3: version 3.12",
                        "OK timer tick: CONFIG_HZ=250",
                        "NOTE softirq time: tick-sampled (IRQ time accounting is off)",
                        "NOTE ksoftirqd: kernel 6.1.0-28-cloud-amd64",
                        "OK task times: perf's task clock and /proc/PID/schedstat are there",
                        "OK clock source: kvm-clock",
                        "NOTE cores: 2 CPUs online",
                        "NOTE cpufreq governor: unknown (no readable cpufreq, as in most virtual machines)",
                        "NOTE turbo: unknown",
                        "OK SMT: not active",
                        "NOTE virtual machine: kvm",
                        "OK isolated cores: isolcpus not set",
                        "OK tickless cores: nohz_full unknown to this kernel",
                        "OK steal: at most 0.5 % (CPU 1) over 2.0 s",
                        "OK other load: no other process ran",
                        "OK irqbalance: not running",
                        "OK CPU quota: none",
                        "OK CPU set: CPUs 0-1",
                        "OK memory: 2.9 GiB available",
                        "NOTE disk: /out: 500 MiB free");
        assertThat(Doctor.blocked(findings)).isFalse();
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("softirq time"))
                .singleElement()
                .extracting(DoctorFinding::effect)
                .asString()
                .contains("sqrt(p(1-p)/(T*HZ)), 2.9 points at p = 0.3 over T = 1 s with HZ 250");
    }

    @Test
    void aServerIsToldWhatSlowsOrShiftsItsCores() throws Exception {
        HostLoad load = new HostLoad(
                2.0,
                Map.of(0, 0.0, 7, 0.0201),
                List.of(
                        new BusyProcess(4, "evil\u001b[2J\nname", 3, 1.25),
                        new BusyProcess(5, "cron", 9, 0.0501),
                        new BusyProcess(6, "sshd", 9, 0.05)));

        List<DoctorFinding> findings =
                examine(Machines.server64(root), 64, 2, null, null, List.of(tool("iperf3", "3.16")), load);

        assertThat(findings)
                .filteredOn(finding -> finding.severity() != Severity.OK)
                .extracting(DoctorTest::line)
                .containsExactly(
                        "NOTE privileges: uid 1000, CAP_NET_ADMIN no, CAP_SYS_ADMIN no; user namespaces can be created",
                        "NOTE timer tick: CONFIG_HZ unknown: no kernel configuration in /proc/config.gz or /boot",
                        "NOTE softirq time: whether the kernel measures it (CONFIG_IRQ_TIME_ACCOUNTING) is unknown",
                        "NOTE ksoftirqd: kernel 5.15.0-130-generic",
                        "BIAS clock source: hpet",
                        "BIAS cpufreq governor: powersave",
                        "BIAS turbo: on",
                        "BIAS SMT: active",
                        "NOTE isolated cores: isolcpus=30-31",
                        "BIAS steal: at most 2.0 % (CPU 7) over 2.0 s",
                        "BIAS other load: evil\\u001b[2J\\nname (pid 4) with 125.0 % of a core, last on CPU 3",
                        "BIAS other load: cron (pid 5) with 5.0 % of a core, last on CPU 9",
                        "BIAS irqbalance: running",
                        "NOTE disk: /out: 500 MiB free");
        assertThat(findings)
                .extracting(DoctorFinding::mend)
                .contains(
                        "echo tsc | sudo tee /sys/devices/system/clocksource/clocksource0/current_clocksource",
                        "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor",
                        "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo",
                        "echo off | sudo tee /sys/devices/system/cpu/smt/control",
                        "sudo systemctl stop irqbalance");
        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("ksoftirqd"))
                .singleElement()
                .extracting(DoctorFinding::effect)
                .asString()
                .startsWith("4.9 to 6.4 leave softirqs to ksoftirqd");
    }

    @Test
    void aContainerWithoutPrivilegesOrToolsIsStopped() throws Exception {
        List<Tool> tools = List.of(
                tool("iperf3", "3.7"),
                new Tool("ethtool", "ethtool", true, "switches and reads back offloads", null, null),
                new Tool("stress-ng", "stress-ng", false, "competes for a core", null, null));
        HostLoad load = new HostLoad(2.0, Map.of(0, 0.3), null);

        List<DoctorFinding> findings = examine(
                Machines.container(root), 8, 1, null, "unshare: exit status 1: Operation not permitted", tools, load);

        assertThat(Doctor.blocked(findings)).isTrue();
        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.STOP)
                .extracting(DoctorTest::line)
                .containsExactly(
                        "STOP privileges: uid 0, CAP_NET_ADMIN no, CAP_SYS_ADMIN no; no user namespace either:"
                                + " kernel.apparmor_restrict_unprivileged_userns is 1",
                        "STOP iperf3: version 3.7",
                        "STOP ethtool: not installed");
        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.BIAS)
                .extracting(DoctorTest::line)
                .containsExactly(
                        "BIAS task times: /proc/PID/schedstat is not there",
                        "BIAS steal: at most 30.0 % (CPU 0) over 2.0 s",
                        "BIAS CPU quota: 1.50 of 8 CPUs",
                        "BIAS CPU set: only CPUs 0-1 of 0-7",
                        "BIAS memory: 200 MiB available");
        assertThat(findings)
                .extracting(DoctorFinding::mend)
                .contains(
                        "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0",
                        "sudo apt-get install ethtool",
                        "sudo apt-get install stress-ng");
        assertThat(findings)
                .extracting(DoctorTest::line)
                .contains("NOTE stress-ng: not installed", "NOTE other load: unknown: the kernel tells no task times");
    }

    @Test
    void everythingThatIsNotWellSaysItsEffect() throws Exception {
        List<DoctorFinding> findings = Doctor.examine(
                root.resolve("not/yet/there"),
                Duration.ofMillis(100),
                Optional.of("not permitted"),
                rootless -> List.of(
                        new DatapathNeeds("veth", "a pod", List.of()),
                        new DatapathNeeds(
                                "ovs",
                                "a switch",
                                List.of(new DatapathNeeds.Missing("no ovs-vswitchd", "apt-get install x")))));

        assertThat(findings)
                .extracting(DoctorFinding::subject)
                .contains(
                        "privileges",
                        "iperf3",
                        "timer tick",
                        "ksoftirqd",
                        "clock source",
                        "cores",
                        "steal",
                        "irqbalance",
                        "CPU quota",
                        "memory",
                        "disk");
        assertThat(findings)
                .extracting(finding -> line(finding) + " | " + finding.mend())
                .contains(
                        "OK datapath veth: can be built | null",
                        "NOTE datapath ovs: no ovs-vswitchd | apt-get install x");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.observed()).isNotBlank();
            assertThat(finding.effect()).isNotBlank();
            assertThat(line(finding) + finding.effect() + finding.mend()).doesNotContainPattern("\\p{Cntrl}");
        });
        assertThat(findings)
                .filteredOn(finding -> finding.severity() == Severity.BIAS || finding.severity() == Severity.STOP)
                .allSatisfy(finding -> assertThat(finding.mend()).isNotBlank());
    }

    private static String line(DoctorFinding finding) {
        return finding.severity() + " " + finding.subject() + ": " + finding.observed();
    }

    private static Tool tool(String name, String version) {
        return new Tool(name, name, true, "makes the traffic", Path.of("/usr/bin", name), version);
    }

    private static List<DoctorFinding> examine(
            HostFiles files,
            int cpus,
            int threads,
            @Nullable String virtualization,
            @Nullable String namespaceError,
            List<Tool> tools,
            HostLoad load)
            throws IOException {
        return Doctor.judge(new Examination(
                new HostFactsReader(files, Machines.cpus(cpus, threads), Optional.ofNullable(virtualization)).read(),
                KernelSettings.read(files),
                Optional.empty(),
                Privileges.read(files, namespaceError),
                CgroupLimits.read(files),
                tools,
                load,
                List.of(new DiskSpace(Path.of("/out"), 500L << 20)),
                List.of()));
    }
}
