package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.links.ToolJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts, programs and maps of machines that are not this one. */
class AttachedTest {

    /** Columns with a gap, as after CPU 1 was switched off; a card with three vectors; names of other kinds. */
    private static final String INTERRUPTS = """
                       CPU0       CPU2
              24:          1          0  IO-APIC   5-edge      ACPI:Ged
              37:          0          0 PCI-MSIX-0000:00:03.0   0-edge      virtio2-config
              38:          0       3335 PCI-MSIX-0000:00:03.0   1-edge      virtio2-input.0
              39:       3121          7 PCI-MSIX-0000:00:03.0   2-edge      \u001b[31mvirtio2-output.0
              50:         11         12 IR-PCI-MSI 524288-edge      i40e-ens1-TxRx-0
              51:         11         12 IR-PCI-MSI 524289-edge      i40e-ens10-TxRx-0
              60:          5
             NMI:          0          0   Non-maskable interrupts
            """;

    @TempDir
    Path root;

    private void file(String path, String text) throws Exception {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void card() throws Exception {
        file("proc/interrupts", INTERRUPTS);
        for (int number : List.of(37, 38, 39, 40)) {
            file("sys/bus/pci/devices/0000:00:03.0/msi_irqs/" + number, "msix\n");
            file("proc/irq/" + number + "/smp_affinity_list", "0-2\n");
        }
        file("proc/irq/38/effective_affinity_list", "2\n");
        file("proc/irq/39/effective_affinity_list", "\n");
    }

    @Test
    void theInterruptsOfACardAreThoseOfItsDevice() throws Exception {
        card();

        assertThat(IrqReader.read(new HostFiles(root)).of("eth0", "0000:00:03.0", null))
                .containsExactly(
                        new Irq(37, "virtio2-config", "0-2", null, Map.of(), null),
                        new Irq(38, "virtio2-input.0", "0-2", "2", Map.of(2, 3335L), null),
                        new Irq(39, "\u001b[31mvirtio2-output.0", "0-2", null, Map.of(0, 3121L, 2, 7L), null));
    }

    @Test
    void elsewhereTheyAreThoseNamedAfterTheInterface() throws Exception {
        card();
        IrqReader interrupts = IrqReader.read(new HostFiles(root));

        assertThat(interrupts.of("ens1", "platform-1", null))
                .containsExactly(new Irq(50, "i40e-ens1-TxRx-0", null, null, Map.of(0, 11L, 2, 12L), null));
        assertThat(interrupts.of("ens1", "../../../proc", null)).hasSize(1);
        assertThat(interrupts.of(".*", null, null)).isEmpty();
    }

    @Test
    void overAnIntervalTheCoresThatServedThenAreTold() throws Exception {
        card();
        IrqReader before = IrqReader.read(new HostFiles(root));
        file("proc/interrupts", INTERRUPTS.replace("3335", "3400"));

        assertThat(IrqReader.read(new HostFiles(root)).of("eth0", "0000:00:03.0", before))
                .extracting(Irq::inIntervalByCpu)
                .containsExactly(Map.of(), Map.of(2, 65L), Map.of());
    }

    @Test
    void aMachineWithoutAnyOfItHasNone() {
        assertThat(IrqReader.read(new HostFiles(root)).of("eth0", "0000:00:03.0", null))
                .isEmpty();
        assertThat(CiliumMaps.find(new HostFiles(root))).isEmpty();
    }

    @Test
    void mapsOfCiliumAreFoundByName() throws Exception {
        for (String name : List.of("cilium_lxc", "cilium_metrics_v2", "cilium_ipcache", "cilium_lxc_old")) {
            file("sys/fs/bpf/tc/globals/" + name, "");
        }

        assertThat(CiliumMaps.find(new HostFiles(root)))
                .containsExactly("/sys/fs/bpf/tc/globals/cilium_lxc", "/sys/fs/bpf/tc/globals/cilium_metrics_v2");
    }

    @Test
    void programsAreReadInTheFormsOfOldAndNewBpftool() throws Exception {
        String old = """
                [{"xdp":[],"tc":[{"devname":"va","ifindex":3,"kind":"clsact/ingress","name":"x.o:[cls]","id":5},
                {"devname":"va","ifindex":3,"kind":"clsact/egress"}],"flow_dissector":[]}]""";
        String later = """
                [{"xdp":[],"tc":[{"devname":"vb","ifindex":4,"kind":"tcx/ingress","name":"cil_from_netdev",
                "prog_id":784,"link_id":9},{"devname":"vb","ifindex":4,"kind":"netkit/peer","name":"p","prog_id":7}]}]""";

        assertThat(ProgramReader.parse(old))
                .containsExactly(Map.entry(
                        3,
                        List.of(
                                new Program("clsact/ingress", 5, "x.o:[cls]"),
                                new Program("clsact/egress", null, null))));
        assertThat(ProgramReader.parse(later))
                .containsExactly(Map.entry(
                        4,
                        List.of(
                                new Program("tcx/ingress", 784, "cil_from_netdev"),
                                new Program("netkit/peer", 7, "p"))));
    }

    @Test
    void withoutBpftoolIpAndTcTell() throws Exception {
        String xdp = "[{\"xdp\":{\"mode\":4,\"attached\":[{\"mode\":1,\"prog\":{\"id\":9,\"name\":\"fast\"}},"
                + "{\"mode\":2,\"prog\":{\"id\":10}}]}}]";

        assertThat(Program.xdp(ToolJson.array("ip", xdp).path(0).path("xdp")))
                .containsExactly(new Program("xdp/driver", 9, "fast"), new Program("xdp/generic", 10, null));
        assertThat(ProgramReader.filters(
                        "ingress",
                        "[{\"protocol\":\"all\",\"kind\":\"bpf\"},{\"protocol\":\"all\",\"kind\":\"bpf\",\"options\":"
                                + "{\"handle\":\"0x1\",\"bpf_name\":\"a.o\",\"prog\":{\"id\":3}}},{\"kind\":\"u32\","
                                + "\"options\":{}}]"))
                .containsExactly(new Program("clsact/ingress", 3, "a.o"));
    }
}
