package dev.pinbench.harness.doctor;

import dev.pinbench.harness.host.CgroupLimits;
import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Is there enough processor time, memory and disk for a run? */
final class RoomChecks {

    private static final long MIB = 1L << 20;

    /** A trial of 10 s takes well under 1 MiB; a run of some hundred trials fits into this. */
    private static final long DISK_NOTE_BYTES = 1024 * MIB;

    private static final long DISK_STOP_BYTES = 64 * MIB;

    /** The Java heap, two iperf3 and socket buffers, with room to spare. */
    private static final long MEMORY_BIAS_BYTES = 512 * MIB;

    private RoomChecks() {}

    static List<DoctorFinding> check(Examination examination) {
        List<DoctorFinding> findings = new ArrayList<>();
        findings.add(quota(examination.limits(), examination.facts().cpus().size()));
        findings.add(cpuset(examination.limits()));
        findings.add(memory(examination.settings().memoryAvailableBytes()));
        examination.spaces().forEach(space -> findings.add(disk(space)));
        return findings;
    }

    private static DoctorFinding quota(CgroupLimits limits, int cpus) {
        Double quota = limits.quotaCpus();
        if (quota == null) {
            return DoctorFinding.ok("CPU quota", "none", "no control group throttles this process");
        }
        String observed = String.format(Locale.ROOT, "%.2f of %d CPUs", quota, cpus);
        return quota >= cpus
                ? DoctorFinding.ok("CPU quota", observed, "enough for every core")
                : DoctorFinding.bias(
                        "CPU quota",
                        observed,
                        "once it is used up the kernel stops client, server and Pinbench for the rest of each period,"
                                + " which looks like a collapse",
                        "# start the container without --cpus (Kubernetes: without a CPU limit)");
    }

    private static DoctorFinding cpuset(CgroupLimits limits) {
        String cpuset = limits.cpuset();
        if (cpuset == null) {
            return DoctorFinding.ok("CPU set", "no control group names one", "every online core may be used");
        }
        return limits.cpusetLimits()
                ? DoctorFinding.bias(
                        "CPU set",
                        "only CPUs " + Printable.escape(cpuset) + " of "
                                + Printable.escape(String.valueOf(limits.onlineCpus())),
                        "nothing can be pinned to the other cores, and whoever runs there is not under control",
                        "# start the container without --cpuset-cpus, or name only these cores in the profile")
                : DoctorFinding.ok("CPU set", "CPUs " + Printable.escape(cpuset), "every online core may be used");
    }

    private static DoctorFinding memory(@Nullable Long available) {
        if (available == null) {
            return DoctorFinding.note("memory", "unknown", "swapping would go unseen", null);
        }
        String observed = size(available) + " available";
        return available < MEMORY_BIAS_BYTES
                ? DoctorFinding.bias(
                        "memory",
                        observed,
                        "reclaim and swapping take processor time in the middle of trials",
                        "# end other programs, or use a machine with more memory")
                : DoctorFinding.ok("memory", observed, "enough for a run");
    }

    private static DoctorFinding disk(DiskSpace space) {
        String folder = Printable.escape(space.folder().toString());
        Long usable = space.usableBytes();
        if (usable == null) {
            return DoctorFinding.note("disk", folder + ": unknown", "a full disk would end a run", null);
        }
        String observed = folder + ": " + size(usable) + " free";
        String command = "df -h " + Printable.argv(List.of(space.folder().toString()));
        if (usable < DISK_STOP_BYTES) {
            return DoctorFinding.stop("disk", observed, "a run would fill it up and end", command);
        }
        return usable < DISK_NOTE_BYTES
                ? DoctorFinding.note("disk", observed, "a long run may fill it up and end", command)
                : DoctorFinding.ok("disk", observed, "enough for a run");
    }

    private static String size(long bytes) {
        return bytes < 1024 * MIB
                ? String.format(Locale.ROOT, "%d MiB", bytes / MIB)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (1024.0 * MIB));
    }
}
