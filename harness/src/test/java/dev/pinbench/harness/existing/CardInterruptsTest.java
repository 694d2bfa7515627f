package dev.pinbench.harness.existing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.pinbench.analysis.results.HostChange;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.hostchange.HostChangeException;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.targets.NamespaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardInterruptsTest {

    @TempDir
    Path root;

    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, text + "\n");
    }

    private void interrupt(int number, String actions) throws IOException {
        put("sys/kernel/irq/" + number + "/actions", actions);
        put("proc/irq/" + number + "/smp_affinity_list", "0-3");
        put("proc/irq/" + number + "/effective_affinity_list", "2");
        put("sys/kernel/irq/" + number + "/per_cpu_count", "0,0,1000,0");
    }

    /** An interface without a device of its own, up or down. */
    private Path card(String name, String flags) throws IOException {
        put("sys/class/net/" + name + "/flags", flags);
        return root.resolve("sys/class/net").resolve(name);
    }

    /** A machine with a card on the PCI bus, a virtio card, one whose interrupts are told by name, and some without. */
    private HostFiles machine() throws IOException {
        interrupt(9, "acpi");
        Files.createSymbolicLink(
                card("eth0", "0x1003").resolve("device"), Path.of("../../../devices/pci0000:00/0000:00:03.0"));
        put("sys/devices/pci0000:00/0000:00:03.0/msi_irqs/40", "msix");
        put("sys/devices/pci0000:00/0000:00:03.0/msi_irqs/41", "msix");
        interrupt(40, "mlx5_comp0@pci:0000:00:03.0");
        interrupt(41, ""); // allocated, but nobody asked for it
        Files.createSymbolicLink(
                card("eth1", "0x1003").resolve("device"), Path.of("../../../devices/pci0000:00/0000:00:04.0/virtio1"));
        put("sys/devices/pci0000:00/0000:00:04.0/virtio1/vendor", "0x1af4");
        put("sys/devices/pci0000:00/0000:00:04.0/msi_irqs/50", "msix");
        interrupt(50, "virtio1-input.0");
        Files.createSymbolicLink(card("eth2", "0x1003").resolve("device"), Path.of("../../../devices/vif-0"));
        put("sys/devices/vif-0/devtype", "vif");
        interrupt(60, "eth2-q0-rx");
        interrupt(61, "eth22-q0-rx");
        Files.createSymbolicLink(
                card("down", "0x1002").resolve("device"), Path.of("../../../devices/pci0000:00/0000:00:05.0"));
        put("sys/devices/pci0000:00/0000:00:05.0/irq", "9");
        card("lo", "0x9");
        card("docker0", "0x1003");
        return new HostFiles(root);
    }

    @Test
    void movesThoseOfEveryCardThatIsUpAndPutsThemBack() throws Exception {
        CardInterrupts interrupts = CardInterrupts.find(machine());
        assertThat(interrupts.readBack())
                .containsExactly(
                        Map.entry("interrupt 40 (eth0 mlx5_comp0@pci:0000:00:03.0)", "affinity 0-3, effective 2"),
                        Map.entry("interrupt 50 (eth1 virtio1-input.0)", "affinity 0-3, effective 2"),
                        Map.entry("interrupt 60 (eth2 eth2-q0-rx)", "affinity 0-3, effective 2"));
        assertThat(interrupts.notAt(List.of())).isEmpty();
        Path first = root.resolve("proc/irq/40/smp_affinity_list");
        Path journal = root.resolve("run/host-changes");

        try (HostChanges machine = new HostChanges(root.resolve("run"))) {
            assertThat(interrupts.steer(machine, List.of(1, 3))).isEmpty();
            assertThat(first).hasContent("1,3");
            assertThat(root.resolve("proc/irq/9/smp_affinity_list")).hasContent("0-3");
            assertThat(Files.readAllLines(journal))
                    .as("first to the CPU that served it, then to all that may")
                    .containsSubsequence("2\t" + first, "0-3\t" + first);
            assertThat(machine.made()).hasSize(3).contains(new HostChange(first.toString(), "0-3", List.of("1,3")));

            Files.writeString(first, "0\n");
            assertThat(interrupts.notAt(List.of(1, 3)))
                    .containsExactly(
                            "interrupt 40 of eth0 mlx5_comp0@pci:0000:00:03.0 goes to CPU 0, not 1,3; the kernel"
                                    + " keeps it, or irqbalance moved it");
            assertThat(interrupts.steer(machine, List.of())).isEmpty();
            assertThat(first).hasContent("0-3");
            assertThat(interrupts.steer(machine, List.of(0))).isEmpty();
        }
        assertThat(first).hasContent("0-3");
    }

    @Test
    void interruptsThatDoNotFollowTheirAffinityAreCounted() throws Exception {
        CardInterrupts interrupts = CardInterrupts.find(machine());
        try (HostChanges machine = new HostChanges(root.resolve("run"))) {
            assertThat(interrupts.steer(machine, List.of(1, 3))).isEmpty();

            put("sys/kernel/irq/40/per_cpu_count", "0,500,1002,7");
            assertThat(interrupts.notAt(List.of(1, 3)))
                    .as("two where it was, while it moved")
                    .isEmpty();
            put("sys/kernel/irq/40/per_cpu_count", "1,500,1002,7");
            assertThat(interrupts.notAt(List.of(1, 3)))
                    .containsExactly("3 interrupts 40 of eth0 mlx5_comp0@pci:0000:00:03.0 came on CPUs other than 1,3,"
                            + " where its affinity has it; the kernel or the card does not follow it");
            put("sys/kernel/irq/40/per_cpu_count", "4294967295,500,1002,7");
            assertThat(interrupts.steer(machine, List.of(1, 3))).isEmpty();
            assertThat(interrupts.notAt(List.of(1, 3))).as("steered anew").isEmpty();
            put("sys/kernel/irq/40/per_cpu_count", "9,500,1002,7");
            assertThat(interrupts.notAt(List.of(1, 3))).singleElement(STRING).startsWith("10 interrupts 40 ");
        }
    }

    @Test
    void saysThatNoCardHasInterrupts() throws Exception {
        card("lo", "0x9");
        card("veth\u202e0", "0x1003");

        assertThatThrownBy(() -> CardInterrupts.find(new HostFiles(root)))
                .isInstanceOf(NamespaceException.class)
                .hasMessage("irq-affinity: no network card that is up has interrupts on this machine (lo, veth\\u202e0"
                        + " have none); expected irq-affinity: default");
    }

    /** The cards of the machine that runs this, if it has any; for an instant, and back. */
    @Test
    void theKernelMovesThemAndTakesThemBack() throws Exception {
        CardInterrupts interrupts;
        try {
            interrupts = CardInterrupts.find(HostFiles.live());
        } catch (NamespaceException e) {
            assertThat(e).hasMessageStartingWith("irq-affinity: no network card that is up has interrupts");
            return;
        }
        Map<String, String> before = interrupts.readBack();
        int cpu = CpuList.parse(Files.readString(Path.of("/sys/devices/system/cpu/online"))
                        .strip())
                .get(0);
        try (HostChanges machine = new HostChanges(root.resolve("run"))) {
            if (!LabModes.isRoot()) {
                assertThatThrownBy(() -> interrupts.steer(machine, List.of(cpu)))
                        .isInstanceOf(HostChangeException.class)
                        .hasMessageContaining("needs root");
                return;
            }
            assertThat(interrupts.steer(machine, List.of(cpu))).isEmpty();
            assertThat(interrupts.readBack())
                    .containsOnlyKeys(before.keySet())
                    .allSatisfy((name, words) -> assertThat(words).as(name).startsWith("affinity " + cpu + ", "));
        }
        assertThat(affinities(interrupts.readBack())).isEqualTo(affinities(before));
    }

    /** Without the CPU that serves it, which the kernel may change only when the interrupt comes the next time. */
    private static Map<String, String> affinities(Map<String, String> readBack) {
        Map<String, String> affinities = new TreeMap<>();
        readBack.forEach((name, words) -> affinities.put(name, words.replaceFirst(", effective .*", "")));
        return affinities;
    }
}
