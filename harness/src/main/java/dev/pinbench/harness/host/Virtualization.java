package dev.pinbench.harness.host;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells which hypervisor, if any, this kernel runs on. */
final class Virtualization {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What vendors write into the DMI tables, and the names that systemd-detect-virt(1) gives them. */
    private static final Map<String, String> DMI_VENDORS = Map.of(
            "QEMU", "qemu",
            "VMware", "vmware",
            "innotek GmbH", "oracle",
            "Xen", "xen",
            "Amazon EC2", "amazon",
            "Google", "google",
            "Parallels", "parallels",
            "OpenStack", "kvm",
            "Microsoft Corporation Virtual Machine", "microsoft");

    private Virtualization() {}

    /** What {@code systemd-detect-virt --vm} says; empty where it is not installed or fails. */
    static Optional<String> detect() throws InterruptedException {
        try {
            // It prints "none" and exits with 1 on bare metal, so the status is no guide.
            String said = Commands.run(List.of("systemd-detect-virt", "--vm"), TIMEOUT)
                    .stdout()
                    .strip();
            return Optional.of(said).filter(name -> name.matches("[a-z0-9-]+"));
        } catch (CommandException e) {
            return Optional.empty();
        }
    }

    /** The hypervisor's name, {@code none}, or {@code null} if it can't be told. */
    static @Nullable String name(HostFiles files, CpuInfo cpuInfo, Optional<String> detected) {
        Optional<String> named = detected.filter(name -> !name.equals("none"))
                .or(() -> files.text("sys/hypervisor/type").filter(type -> !type.isEmpty()))
                .or(() -> fromDmi(files));
        if (named.isPresent()) {
            return named.get();
        }
        if (cpuInfo.hasFlag("hypervisor")) {
            return "unknown hypervisor";
        }
        // Only x86 has that flag; elsewhere its absence says nothing.
        return detected.isPresent() || cpuInfo.isX86() ? "none" : null;
    }

    private static Optional<String> fromDmi(HostFiles files) {
        String vendor = files.text("sys/class/dmi/id/sys_vendor").orElse("");
        String machine =
                vendor + " " + files.text("sys/class/dmi/id/product_name").orElse("");
        return DMI_VENDORS.entrySet().stream()
                .filter(known -> machine.startsWith(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
