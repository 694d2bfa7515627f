package dev.pinbench.harness.host;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a machine is. Nothing is guessed: what can't be read is {@code null}. */
public final class HostFactsReader {

    private final HostFiles files;
    private final List<CpuTopology> cpus;
    private final Optional<String> detectedVirtualization;

    /**
     * A reader of any machine's files.
     *
     * @param cpus the online logical CPUs, in ascending order
     * @param detectedVirtualization what {@code systemd-detect-virt --vm} says there; empty if that is not known
     */
    public HostFactsReader(HostFiles files, List<CpuTopology> cpus, Optional<String> detectedVirtualization) {
        this.files = files;
        this.cpus = List.copyOf(cpus);
        this.detectedVirtualization = detectedVirtualization;
    }

    /**
     * Reads this machine.
     *
     * @throws IOException if the kernel's release or its processors can't be read, without which nothing can be
     *     measured
     */
    public static HostFacts readLive() throws IOException, InterruptedException {
        return new HostFactsReader(HostFiles.live(), new OshiCpus().topology(), Virtualization.detect()).read();
    }

    /**
     * Reads the files.
     *
     * @throws IOException as {@link #readLive()}
     */
    public HostFacts read() throws IOException {
        List<CpuTopology> online = online();
        String release = files.text("proc/sys/kernel/osrelease")
                .orElseThrow(() -> new IOException(files.path("proc/sys/kernel/osrelease")
                        + ": not readable; the kernel's release is needed, so /proc must be mounted"));
        CpuInfo cpuInfo = CpuInfo.parse(files.text("proc/cpuinfo").orElse(""));
        String model = cpuInfo.model().orElse(null);
        Optional<KernelConfig> config = KernelConfig.read(files, release);
        return new HostFacts(
                MachineId.read(files, model, cpus.size()),
                files.text("proc/sys/kernel/random/boot_id").orElse(null),
                release,
                architecture(),
                osName(),
                model,
                memoryBytes(),
                online,
                config.flatMap(c -> c.number("CONFIG_HZ")).orElse(null),
                irqTimeAccounting(config, release),
                Virtualization.name(files, cpuInfo, detectedVirtualization),
                governor(),
                smtActive(),
                files.text("sys/devices/system/cpu/isolated").orElse(null),
                files.text("sys/devices/system/clocksource/clocksource0/current_clocksource")
                        .orElse(null));
    }

    /** A CPU that the topology lacks would never be measured, and nobody would notice; those that are offline are left out. */
    private List<CpuTopology> online() throws IOException {
        String stat = files.text("proc/stat")
                .orElseThrow(() -> new IOException(files.path("proc/stat") + ": not readable; is /proc mounted?"));
        Set<Integer> online = stat.lines()
                .filter(line -> line.matches("cpu[0-9]{1,8} .*"))
                .map(line -> Integer.valueOf(line.substring(3, line.indexOf(' '))))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Integer> known = cpus.stream().map(CpuTopology::cpu).collect(Collectors.toCollection(TreeSet::new));
        if (!known.containsAll(online)) {
            throw new IOException(files.path("proc/stat") + ": has the CPUs " + online
                    + ", but the topology has " + known
                    + "; no CPU may come online while the machine is read, so try again");
        }
        return cpus.stream().filter(cpu -> online.contains(cpu.cpu())).toList();
    }

    private String architecture() {
        return files.text("proc/sys/kernel/arch").orElseGet(() -> {
            String jvm = System.getProperty("os.arch", "unknown");
            return jvm.equals("amd64") ? "x86_64" : jvm;
        });
    }

    private @Nullable String osName() {
        return files.text("etc/os-release")
                .or(() -> files.text("usr/lib/os-release"))
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("PRETTY_NAME="))
                        .findFirst())
                .map(line -> unquote(line.substring("PRETTY_NAME=".length())))
                .orElse(null);
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private @Nullable Long memoryBytes() {
        return MemInfo.bytes(files, "MemTotal").orElse(null);
    }

    /**
     * The build option, unless the boot option {@code tsc=noirqtime} switched it off. Without the kernel's
     * configuration, {@code /proc/pressure/irq} tells: it is there if IRQ time accounting and PSI are built in
     * (since Linux 6.1, kernel/sched/psi.c).
     */
    private @Nullable Boolean irqTimeAccounting(Optional<KernelConfig> config, String release) {
        if (files.text("proc/cmdline").orElse("").contains("tsc=noirqtime")) {
            return false;
        }
        if (config.isPresent()) {
            return config.get().isOn("CONFIG_IRQ_TIME_ACCOUNTING");
        }
        if (files.text("proc/pressure/irq").isPresent()) {
            return true;
        }
        boolean wouldShow = files.text("proc/pressure/cpu").isPresent()
                && KernelRelease.parse(release).filter(r -> r.isAtLeast(6, 1)).isPresent();
        return wouldShow ? false : null;
    }

    private @Nullable String governor() {
        Set<String> governors = new TreeSet<>();
        for (CpuTopology cpu : cpus) {
            String path =
                    String.format(Locale.ROOT, "sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu.cpu());
            files.text(path).filter(name -> !name.isEmpty()).ifPresent(governors::add);
        }
        return governors.isEmpty() ? null : String.join(",", governors);
    }

    private boolean smtActive() {
        return files.text("sys/devices/system/cpu/smt/active").map("1"::equals).orElseGet(() -> {
            // Kernels before 4.19 lack the file; then the topology itself tells.
            long cores = cpus.stream()
                    .map(cpu -> cpu.socket() + ":" + cpu.core())
                    .distinct()
                    .count();
            return cores < cpus.size();
        });
    }
}
