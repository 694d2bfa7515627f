package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFactsReaderTest {

    @TempDir
    Path root;

    @Test
    void aSmallVirtualMachineIsReadWhole() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);

        HostFacts facts = new HostFactsReader(files, Machines.cpus(2, 1), Optional.of("kvm")).read();

        assertThat(facts)
                .isEqualTo(new HostFacts(
                        // printf 'pinbench:0123456789abcdef0123456789abcdef' | sha256sum
                        "dc6a94197098ac7513b501d8e8d8206a110b9d9eb4d9b566b8d5dac03ba8d992",
                        "11111111-2222-3333-4444-555555555555",
                        "6.1.0-28-cloud-amd64",
                        facts.architecture(),
                        "Debian GNU/Linux 12 (bookworm)",
                        "AMD EPYC",
                        4096000L * 1024,
                        Machines.cpus(2, 1),
                        250,
                        false,
                        "kvm",
                        null,
                        false,
                        "",
                        "kvm-clock"));
    }

    @Test
    void aServerWithoutAReadableConfigurationHasNoHzAndNoGuess() throws Exception {
        HostFiles files = Machines.server64(root);

        HostFacts facts = new HostFactsReader(files, Machines.cpus(64, 2), Optional.empty()).read();

        assertThat(facts.timerHz()).isNull();
        // 5.15 has no /proc/pressure/irq whatever its configuration, so its absence tells nothing.
        assertThat(facts.irqTimeAccounting()).isNull();
        assertThat(facts.governor()).isEqualTo("powersave");
        assertThat(facts.smtActive()).isTrue();
        assertThat(facts.isolatedCpus()).isEqualTo("30-31");
        assertThat(facts.virtualization()).isEqualTo("none");
        assertThat(facts.clocksource()).isEqualTo("hpet");
        assertThat(facts.machineId()).hasSize(64);
    }

    @Test
    void aContainerOnAnotherArchitectureLeavesUnknownWhatItHides() throws Exception {
        HostFiles files = Machines.container(root);

        HostFacts facts = new HostFactsReader(files, Machines.cpus(8, 1), Optional.empty()).read();

        assertThat(facts.architecture()).isEqualTo("aarch64");
        assertThat(facts.irqTimeAccounting()).isTrue();
        assertThat(facts.machineId()).isNull();
        assertThat(facts.cpuModel()).isNull();
        assertThat(facts.virtualization()).isNull();
        assertThat(facts.isolatedCpus()).isNull();
        assertThat(facts.smtActive()).isFalse();
    }

    @Test
    void governorsThatDifferAreAllNamed() throws Exception {
        HostFiles files = Machines.server64(root);
        Machines.put(files, "sys/devices/system/cpu/cpu63/cpufreq/scaling_governor", "performance\n");

        assertThat(new HostFactsReader(files, Machines.cpus(64, 2), Optional.empty())
                        .read()
                        .governor())
                .isEqualTo("performance,powersave");
    }

    @Test
    void theRunningKernelsOwnConfigurationComesFirst() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(files.path("proc/config.gz")))) {
            out.write("CONFIG_HZ=1000\nCONFIG_IRQ_TIME_ACCOUNTING=y\n".getBytes(StandardCharsets.UTF_8));
        }

        HostFacts facts = read(files);
        assertThat(facts.timerHz()).isEqualTo(1000);
        assertThat(facts.irqTimeAccounting()).isTrue();

        Machines.put(files, "proc/cmdline", "quiet tsc=noirqtime\n");
        assertThat(read(files).irqTimeAccounting()).isFalse();
    }

    @Test
    void irqPressureThatShouldBeThereAndIsNotMeansSampled() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);
        Files.delete(files.path("boot/config-6.1.0-28-cloud-amd64"));
        assertThat(read(files).irqTimeAccounting()).isNull();

        Machines.put(files, "proc/pressure/cpu", "some avg10=0.00\n");
        assertThat(read(files).irqTimeAccounting()).isFalse();
    }

    @Test
    void anOnlineCpuThatTheTopologyLacksIsAnError() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);
        List<CpuTopology> one = Machines.cpus(1, 1);

        assertThatThrownBy(() -> new HostFactsReader(files, one, Optional.empty()).read())
                .isInstanceOf(java.io.IOException.class)
                .hasMessageContaining("proc/stat: has the CPUs [0, 1], but the topology has [0]");
    }

    @Test
    void aCpuThatIsOfflineIsLeftOut() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);

        HostFacts facts = new HostFactsReader(files, Machines.cpus(4, 2), Optional.empty()).read();

        assertThat(facts.cpus()).extracting(CpuTopology::cpu).containsExactly(0, 1);
    }

    @Test
    void ticksBelongToTheCpusThatAreOnline() {
        long[][] lines = {{10, 0, 5, 85, 0, 0, 0, 0}, {20, 0, 5, 70, 0, 0, 0, 5}, new long[8]};

        Map<Integer, CpuTicks> byCpu = OshiCpus.byCpu(lines, List.of(0, 2));

        assertThat(byCpu).containsOnly(entry(0, new CpuTicks(100, 0)), entry(2, new CpuTicks(100, 5)));
    }

    @Test
    void theHypervisorIsToldByTheFirmwareWhereNoToolIs() throws Exception {
        HostFiles files = Machines.twoCoreVm(root);
        assertThat(read(files).virtualization()).isEqualTo("unknown hypervisor");

        Machines.put(files, "sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
        assertThat(read(files).virtualization()).isEqualTo("amazon");
    }

    @Test
    void thisMachineCanBeRead() throws Exception {
        HostFacts facts = HostFactsReader.readLive();

        assertThat(facts.kernelRelease())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        assertThat(facts.cpus()).isNotEmpty().isSortedAccordingTo((a, b) -> Integer.compare(a.cpu(), b.cpu()));
        assertThat(facts.memoryBytes()).isPositive();
        assertThat(facts.bootId()).hasSize(36);
    }

    private static HostFacts read(HostFiles files) throws Exception {
        return new HostFactsReader(files, Machines.cpus(2, 1), Optional.empty()).read();
    }
}
