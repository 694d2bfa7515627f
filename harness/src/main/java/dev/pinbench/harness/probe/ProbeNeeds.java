package dev.pinbench.harness.probe;

import dev.pinbench.harness.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the probe needs of a machine.
 *
 * @param sys where sysfs is mounted
 * @param status this process's {@code status} file
 * @param installed whether a program is there
 */
record ProbeNeeds(Path sys, Path status, Predicate<String> installed) {

    /** Bit number from include/uapi/linux/capability.h. Also stands for CAP_BPF and CAP_PERFMON, which it implies. */
    private static final int CAP_SYS_ADMIN = 21;

    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s+([0-9a-fA-F]{1,16})$");

    static ProbeNeeds live() {
        return new ProbeNeeds(
                Path.of("/sys"),
                Path.of("/proc/self/status"),
                program -> Executables.find(program).isPresent());
    }

    /** Why the probe cannot run, and what would help; empty if nothing speaks against it. */
    Optional<String> lacking(boolean rootless) {
        if (rootless || !privileged()) {
            return Optional.of("tracing the kernel takes root, which this run does without; run as root for it");
        }
        if (!installed.test("bpftrace")) {
            return Optional.of("bpftrace is not installed; as root: apt-get install bpftrace");
        }
        if (!installed.test("chrt")) {
            return Optional.of("chrt is not installed; as root: apt-get install util-linux");
        }
        if (inPidNamespace()) {
            return Optional.of("this runs in a PID namespace (a container), where tracing shows other task numbers than"
                    + " /proc; run outside of it");
        }
        if (!Files.isReadable(sys.resolve("kernel/btf/vmlinux"))) {
            return Optional.of("the kernel has no type information (/sys/kernel/btf/vmlinux), which takes"
                    + " CONFIG_DEBUG_INFO_BTF");
        }
        if (Files.exists(sys.resolve("kernel/realtime"))) {
            return Optional.of("this is a PREEMPT_RT kernel, where softirqs are preempted and their begin and end say"
                    + " little");
        }
        return Optional.empty();
    }

    /** Whether the kernel's tracepoints are in sight; otherwise they have to be mounted first. */
    boolean tracepointsMounted() {
        return Files.isDirectory(sys.resolve("kernel/tracing/events"))
                || Files.isDirectory(sys.resolve("kernel/debug/tracing/events"));
    }

    /** The first PID namespace has a number that never changes (PROC_PID_INIT_INO, include/linux/proc_ns.h). */
    private boolean inPidNamespace() {
        try {
            String name = Files.readSymbolicLink(status.resolveSibling("ns").resolve("pid"))
                    .toString();
            return !name.equals("pid:[4026531836]");
        } catch (IOException unknown) {
            return false; // bpftrace says for itself what it cannot do
        }
    }

    private boolean privileged() {
        try {
            Matcher matcher = CAPABILITIES.matcher(Files.readString(status));
            return matcher.find() && ((Long.parseUnsignedLong(matcher.group(1), 16) >> CAP_SYS_ADMIN) & 1) == 1;
        } catch (IOException e) {
            return false; // without /proc nobody can tell; bpftrace would not run either
        }
    }
}
