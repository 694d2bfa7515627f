package dev.pinbench.harness.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupLimitsTest {

    @TempDir
    Path root;

    private HostFiles files;

    @BeforeEach
    void machine() throws Exception {
        files = new HostFiles(root);
        Machines.put(files, "sys/devices/system/cpu/online", "0-7\n");
    }

    @Test
    void theTightestGroupOnTheWayUpCounts() throws Exception {
        Machines.put(files, "proc/self/cgroup", "0::/a/b\n");
        Machines.put(files, "sys/fs/cgroup/a/b/cpu.max", "400000 100000\n");
        Machines.put(files, "sys/fs/cgroup/a/cpu.max", "50000 100000\n");
        Machines.put(files, "sys/fs/cgroup/a/cpuset.cpus.effective", "2-3\n");
        Machines.put(files, "sys/fs/cgroup/cpuset.cpus.effective", "0-7\n");

        CgroupLimits limits = CgroupLimits.read(files);

        assertThat(limits).isEqualTo(new CgroupLimits(0.5, "2-3", "0-7"));
        assertThat(limits.cpusetLimits()).isTrue();
    }

    @Test
    void versionOneIsUnderstoodToo() throws Exception {
        Machines.put(files, "proc/self/cgroup", "4:cpu,cpuacct:/docker/x\n3:cpuset:/docker/x\n1:name=systemd:/\n");
        Machines.put(files, "sys/fs/cgroup/cpu/docker/x/cpu.cfs_quota_us", "250000\n");
        Machines.put(files, "sys/fs/cgroup/cpu/docker/x/cpu.cfs_period_us", "100000\n");
        Machines.put(files, "sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        Machines.put(files, "sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        Machines.put(files, "sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-7\n");

        CgroupLimits limits = CgroupLimits.read(files);

        assertThat(limits).isEqualTo(new CgroupLimits(2.5, "0-7", "0-7"));
        assertThat(limits.cpusetLimits()).isFalse();
    }

    @Test
    void withoutGroupsNothingIsKnownAndNothingLimits() {
        CgroupLimits limits = CgroupLimits.read(files);

        assertThat(limits).isEqualTo(new CgroupLimits(null, null, "0-7"));
        assertThat(limits.cpusetLimits()).isFalse();
    }
}
