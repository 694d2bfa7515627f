package dev.pinbench.harness.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the control groups of this process leave it of the machine.
 *
 * @param quotaCpus CPU time per time that the tightest group on the way to the root allows, in CPUs; {@code null} if
 *     none limits it
 * @param cpuset CPU list that the groups allow; {@code null} if not readable
 * @param onlineCpus CPU list of the machine; {@code null} if not readable
 */
public record CgroupLimits(
        @Nullable Double quotaCpus,
        @Nullable String cpuset,
        @Nullable String onlineCpus) {

    /** Reads them, for version 1 and 2 of control groups mounted at {@code /sys/fs/cgroup}. */
    public static CgroupLimits read(HostFiles files) {
        List<String> membership =
                files.text("proc/self/cgroup").orElse("").lines().toList();
        Double quota = null;
        for (String folder : folders(membership, "", "sys/fs/cgroup")) {
            quota = tighter(quota, quotaV2(files, folder));
        }
        for (String folder : folders(membership, "cpu", "sys/fs/cgroup/cpu")) {
            quota = tighter(quota, quotaV1(files, folder));
        }
        return new CgroupLimits(
                quota,
                cpuset(files, membership).orElse(null),
                files.text("sys/devices/system/cpu/online").orElse(null));
    }

    /** Whether the groups keep this process off some of the machine's CPUs. */
    public boolean cpusetLimits() {
        // The kernel prints both in its one normal form, so equal sets are equal texts.
        return cpuset != null && onlineCpus != null && !cpuset.equals(onlineCpus);
    }

    private static Optional<String> cpuset(HostFiles files, List<String> membership) {
        Optional<String> v2 = folders(membership, "", "sys/fs/cgroup").stream()
                .flatMap(folder -> files.text(folder + "/cpuset.cpus.effective").stream())
                .findFirst();
        return v2.or(() -> folders(membership, "cpuset", "sys/fs/cgroup/cpuset").stream()
                        .flatMap(folder -> files.text(folder + "/cpuset.effective_cpus").stream())
                        .findFirst())
                .filter(text -> !text.isEmpty());
    }

    /**
     * The folders from this process's group up to the mount. In a container that sees the host's paths but has only
     * its own part mounted, all but the mount itself are absent, and the mount is the group.
     */
    private static List<String> folders(List<String> membership, String controller, String mount) {
        List<String> folders = new ArrayList<>();
        for (String line : membership) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains(controller)) {
                String path = parts[2];
                while (path.length() > 1) {
                    folders.add(mount + path);
                    path = path.substring(0, Math.max(path.lastIndexOf('/'), 0));
                }
                folders.add(mount);
            }
        }
        return folders;
    }

    private static Optional<Double> quotaV2(HostFiles files, String folder) {
        return files.text(folder + "/cpu.max").flatMap(text -> {
            String[] parts = text.split("\\s+", -1);
            return parts.length == 2 ? ratio(parts[0], parts[1]) : Optional.empty();
        });
    }

    private static Optional<Double> quotaV1(HostFiles files, String folder) {
        return files.text(folder + "/cpu.cfs_quota_us")
                .flatMap(quota -> files.text(folder + "/cpu.cfs_period_us").flatMap(period -> ratio(quota, period)));
    }

    /** {@code max} and {@code -1} mean that there is no quota. */
    private static Optional<Double> ratio(String quotaMicros, String periodMicros) {
        if (!quotaMicros.matches("[0-9]{1,15}") || !periodMicros.matches("[1-9][0-9]{0,14}")) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(quotaMicros) / Double.parseDouble(periodMicros));
    }

    private static @Nullable Double tighter(@Nullable Double quota, Optional<Double> other) {
        if (other.isEmpty()) {
            return quota;
        }
        return quota == null ? other.get() : Double.valueOf(Math.min(quota, other.get()));
    }
}
