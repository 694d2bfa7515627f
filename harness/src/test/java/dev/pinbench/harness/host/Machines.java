package dev.pinbench.harness.host;

import dev.pinbench.analysis.results.CpuTopology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** File trees of several kinds of machine. */
public final class Machines {

    private final HostFiles files;

    private Machines(Path root) {
        this.files = new HostFiles(root);
    }

    /** A small virtual machine: no cpufreq, no DMI, kernel configuration in /boot. */
    public static HostFiles twoCoreVm(Path root) throws IOException {
        Machines m = new Machines(root);
        m.common("6.1.0-28-cloud-amd64", 2, "Debian GNU/Linux 12 (bookworm)");
        m.put("etc/machine-id", "0123456789abcdef0123456789abcdef\n");
        m.put("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD EPYC\nflags\t\t: fpu hypervisor lahf_lm\n");
        m.put(
                "boot/config-6.1.0-28-cloud-amd64",
                "#\n# Automatically generated\nCONFIG_HZ_250=y\nCONFIG_HZ=250\n# CONFIG_IRQ_TIME_ACCOUNTING is not set\n");
        m.put("sys/devices/system/cpu/smt/active", "0\n");
        m.put("sys/devices/system/cpu/isolated", "\n");
        m.clock("kvm-clock", "kvm-clock tsc acpi_pm");
        m.put("proc/self/cgroup", "0::/user.slice/session-1.scope\n");
        m.put("sys/fs/cgroup/cpuset.cpus.effective", "0-1\n");
        m.status(0, "000001ffffffffff");
        return m.files;
    }

    /** A bare-metal server: 64 CPUs on 32 cores of 2 sockets, powersave, turbo, two isolated cores, irqbalance. */
    public static HostFiles server64(Path root) throws IOException {
        Machines m = new Machines(root);
        m.common("5.15.0-130-generic", 64, "Ubuntu 22.04.5 LTS");
        m.put("etc/machine-id", "uninitialized\n");
        m.put(
                "proc/cpuinfo",
                "processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Gold 6226R CPU @ 2.90GHz\nflags\t\t: fpu vme lahf_lm\n");
        m.put("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        m.put("sys/class/dmi/id/sys_vendor", "Dell Inc.\n");
        m.put("sys/class/dmi/id/product_name", "PowerEdge R640\n");
        for (int cpu = 0; cpu < 64; cpu++) {
            m.put("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/scaling_governor", "powersave\n");
        }
        m.put("sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
        m.put("sys/devices/system/cpu/smt/active", "1\n");
        m.put("sys/devices/system/cpu/isolated", "30-31\n");
        m.put("sys/devices/system/cpu/nohz_full", "(null)\n");
        m.clock("hpet", "tsc hpet acpi_pm");
        m.put("proc/812/comm", "irqbalance\n");
        m.put("proc/self/cgroup", "0::/init.scope\n");
        m.put("sys/fs/cgroup/init.scope/cpu.max", "max 100000\n");
        m.put("sys/fs/cgroup/cpuset.cpus.effective", "0-63\n");
        m.status(1000, "0000000000000000");
        return m.files;
    }

    /** A container with 1.5 CPUs of time on CPUs 0-1 of 8, root without capabilities, little memory. */
    public static HostFiles container(Path root) throws IOException {
        Machines m = new Machines(root);
        m.common("6.8.0-48-generic", 8, "Alpine Linux v3.20");
        m.put("proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 243.75\nCPU implementer\t: 0x41\n");
        m.put("proc/sys/kernel/arch", "aarch64\n");
        m.put("proc/meminfo", "MemTotal:        8000000 kB\nMemFree: 1 kB\nMemAvailable:     204800 kB\n");
        m.put("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        m.put("proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
        m.clock("arch_sys_counter", "arch_sys_counter");
        m.put("proc/self/cgroup", "0::/../../kubepods/pod1\n");
        m.put("sys/fs/cgroup/cpu.max", "150000 100000\n");
        m.put("sys/fs/cgroup/cpuset.cpus.effective", "0-1\n");
        m.put("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1\n");
        m.put("proc/sys/user/max_user_namespaces", "31000\n");
        m.status(0, "00000000a80425fb");
        Files.delete(m.files.path("proc/self/schedstat"));
        return m.files;
    }

    /** CPUs on one socket and NUMA node, {@code threads} of them to a core. */
    public static List<CpuTopology> cpus(int count, int threads) {
        List<CpuTopology> cpus = new ArrayList<>();
        for (int cpu = 0; cpu < count; cpu++) {
            cpus.add(new CpuTopology(cpu, cpu % (count / threads), 0, 0));
        }
        return cpus;
    }

    static void put(HostFiles files, String path, String text) throws IOException {
        Path file = files.path(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void common(String release, int cpus, String osName) throws IOException {
        put("proc/sys/kernel/osrelease", release + "\n");
        put("proc/sys/kernel/random/boot_id", "11111111-2222-3333-4444-555555555555\n");
        put("proc/meminfo", "MemTotal:        4096000 kB\nMemAvailable:    3072000 kB\n");
        put("etc/os-release", "ID=x\nPRETTY_NAME=\"" + osName + "\"\n");
        put("proc/self/schedstat", "1200 34 5\n");
        put("sys/devices/system/cpu/online", "0-" + (cpus - 1) + "\n");
        StringBuilder stat = new StringBuilder("cpu  1 0 1 1 0 0 0 0 0 0\n");
        for (int cpu = 0; cpu < cpus; cpu++) {
            stat.append("cpu").append(cpu).append(" 1 0 1 1 0 0 0 0 0 0\n");
        }
        put("proc/stat", stat + "intr 5 0\nctxt 1\n");
    }

    private void clock(String current, String available) throws IOException {
        put("sys/devices/system/clocksource/clocksource0/current_clocksource", current + "\n");
        put("sys/devices/system/clocksource/clocksource0/available_clocksource", available + " \n");
    }

    private void status(int uid, String capabilities) throws IOException {
        put(
                "proc/self/status",
                "Name:\tjava\nUid:\t1000\t" + uid + "\t1000\t1000\nCapPrm:\t0000000000000000\nCapEff:\t" + capabilities
                        + "\n");
    }

    private void put(String path, String text) throws IOException {
        put(files, path, text);
    }
}
