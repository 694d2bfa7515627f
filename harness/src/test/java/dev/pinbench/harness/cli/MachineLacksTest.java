package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.lab.datapath.Lack;
import dev.pinbench.harness.process.Executables;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A machine that lacks something: named in one line, exit status 3. Arranged in a private mount namespace. */
class MachineLacksTest {

    /** Hides a program, wherever it is installed: a device is not a regular file. */
    private static final String WITHOUT_PROGRAM = """
            for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
              if test -f "$folder/$1"; then mount --bind /dev/null "$folder/$1" || exit 99; fi
            done
            shift
            exec "$@"
            """;

    /**
     * Runs on a file system of $2 bytes at $1, copies what was stored to $3, makes room and resumes. The source is named
     * again at the remount: mount(8) would otherwise repeat the options it finds, of which a user namespace refuses some.
     */
    private static final String ON_SMALL_DISK = """
            disk=$1 size=$2 copy=$3 profile=$4
            shift 4
            mount -t tmpfs -o "size=$size" tmpfs "$disk" || exit 99
            "$@" run "$profile" --blocks 7 --no-report --out "$disk/run"
            echo "exit status $?" >&2
            if test -e "$disk/run"; then cp -r "$disk/run" "$copy" || exit 99; fi
            mount -o remount,size=64m tmpfs "$disk" || exit 99
            "$@" resume --no-report "$disk/run"
            echo "exit status $?" >&2
            cp -r "$disk/run" "$copy-resumed" || exit 99
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "iperf3,iperf3,mss=default",
        "ethtool,ethtool,mss=default",
        "stress-ng,stress-ng,competitor=client-core:50"
    })
    void aMissingToolIsNamedWithItsPackage(String program, String debianPackage, String set) throws Exception {
        Path run = folder.resolve("run");
        List<String> argv = inMountNamespace(WITHOUT_PROGRAM);
        argv.add(program);
        argv.addAll(ChildRun.java());
        argv.addAll(List.of("run", TinyProfile.in(folder).toString(), "--set", set, "--out", run.toString()));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err())
                    .isEqualTo("pinbench: missing: " + program + "; install with: apt-get install " + debianPackage
                            + "\n");
            child.assertNothingLeft();
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void aMissingTcpdumpIsNamedOnlyWhereItIsNeeded() throws Exception {
        Path kept = folder.resolve("kept");
        List<String> argv = inMountNamespace(WITHOUT_PROGRAM);
        argv.add("tcpdump");
        argv.addAll(ChildRun.java());
        argv.addAll(List.of("account", "--bytes", "1M"));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.DONE);
        }
        argv.addAll(List.of("--capture", kept.toString()));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err()).isEqualTo("pinbench: missing: tcpdump; install with: apt-get install tcpdump\n");
            child.assertNothingLeft();
        }
        assertThat(kept).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "datapath=bridge-nat,3,false",
        "datapath=bridge-nat,0,true",
        "'datapath=[all]',0,true",
    })
    void aDatapathThatLacksAToolIsNamedBeforeAnythingIsTouched(String set, int status, boolean dryRun)
            throws Exception {
        Path run = folder.resolve("run");
        List<String> argv = inMountNamespace(WITHOUT_PROGRAM);
        argv.add("nft");
        argv.addAll(ChildRun.java());
        argv.addAll(List.of("run", TinyProfile.in(folder).toString(), "--set", set, "--out", run.toString()));
        if (dryRun) {
            argv.add("--dry-run");
        }
        String lacks = ": nft is not installed; mend with: sudo apt-get install nftables";
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(status);
            if (!dryRun) {
                assertThat(child.err()).isEqualTo("pinbench: datapath bridge-nat cannot be built" + lacks + "\n");
            } else if (set.contains("all")) {
                assertThat(child.out())
                        .contains("note: datapath bridge-nat is left out" + lacks)
                        .contains("  veth  client")
                        .doesNotContain("  bridge-nat  client");
            } else {
                assertThat(child.out()).contains("note: datapath bridge-nat cannot be built" + lacks);
            }
            child.assertNothingLeft();
        }
        assertThat(run).doesNotExist();
    }

    @Test
    void aMachineWithoutADockerEngineIsToldThePackage() throws Exception {
        Path run = folder.resolve("run");
        List<String> argv = inMountNamespace(WITHOUT_PROGRAM);
        argv.add("dockerd");
        argv.addAll(ChildRun.java());
        argv.addAll(
                List.of("run", TinyProfile.in(folder).toString(), "--set", "datapath=docker", "--out", run.toString()));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err())
                    .startsWith("pinbench: datapath docker cannot be built: ")
                    .contains("dockerd is not installed; mend with: sudo apt-get install docker.io");
            child.assertNothingLeft();
        }
        assertThat(run).doesNotExist();
    }

    /** Where the kernel has the module, the same command measures. */
    @Test
    void aKernelWithoutTheDatapathOfOpenVSwitchIsNamed() throws Exception {
        List<Lack> lacking = Datapaths.named("ovs-kernel").lacking(!LabModes.isRoot());
        Path run = folder.resolve("run");

        Invocation invocation = Invocation.of(
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "datapath=ovs-kernel",
                "--no-report",
                "--out",
                run.toString());

        if (lacking.isEmpty()) {
            assertThat(invocation.status()).as(invocation.err()).isZero();
            assertThat(RunDirectory.open(run).trials()).isNotEmpty();
            return;
        }
        assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
        assertThat(invocation.err()).startsWith("pinbench: datapath ovs-kernel cannot be built: ");
        assertThat(run).doesNotExist();
        if (Executables.find("ovs-dpctl").isPresent()) {
            assertThat(invocation.err())
                    .contains(
                            "this kernel has no datapath of Open vSwitch: neither built in nor as its module openvswitch")
                    .contains(" (ovs-dpctl: ")
                    .contains("; mend with: sudo modprobe openvswitch");
        } else {
            assertThat(invocation.err()).contains("ovs-dpctl is not installed");
        }
    }

    @Test
    void aFullDiskKeepsWhatIsStoredAndTheRunCanBeResumed() throws Exception {
        Path copy = folder.resolve("copy");
        try (ChildRun child = onDiskOf(64 + 16 * Runtime.getRuntime().availableProcessors(), copy)) {
            assertThat(child.await()).as(child.err()).isZero();
            child.assertNothingLeft();
            String run = folder.resolve("disk/run").toString();
            int stored = RunDirectory.open(copy).trials().size();
            assertThat(child.err().lines().filter(line -> !line.startsWith("[")).toList())
                    .satisfiesExactly(
                            header -> assertThat(header).startsWith("tiny: 7 trials"),
                            problem -> assertThat(problem)
                                    .isEqualTo("pinbench: no space left on the disk for " + run + "; " + stored
                                            + " of 7 trials are stored; once mended, finish with: pinbench resume "
                                            + run),
                            status -> assertThat(status).isEqualTo("exit status 3"),
                            resumed -> assertThat(resumed).isEqualTo("tiny: " + stored + " of 7 trials are stored"),
                            status -> assertThat(status).isEqualTo("exit status 0"));
        }
        RunDirectory cut = RunDirectory.open(copy);
        List<TrialRecord> stored = cut.trials();
        assertThat(stored).hasSizeBetween(1, 6);
        for (TrialRecord trial : stored) {
            assertThat(cut.frames(trial.trial()).cpu()).isNotEmpty();
        }
        RunDirectory resumed = RunDirectory.open(folder.resolve("copy-resumed"));
        assertThat(resumed.manifest().status()).isEqualTo(RunStatus.DONE);
        assertThat(resumed.trials()).hasSize(7).startsWith(stored.toArray(TrialRecord[]::new));
    }

    @Test
    void aDiskThatHoldsNoTrialIsLeftAsItWas() throws Exception {
        Path copy = folder.resolve("copy");
        try (ChildRun child = onDiskOf(24, copy)) {
            assertThat(child.await()).as("nothing to copy at the end").isEqualTo(99);
            assertThat(child.err())
                    .contains("pinbench: no space left on the disk for " + folder.resolve("disk/run") + "\n")
                    .contains("exit status 3")
                    .contains("exit status 2");
            child.assertNothingLeft();
        }
        assertThat(copy).doesNotExist();
    }

    private ChildRun onDiskOf(int kibibytes, Path copy) throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        List<String> argv = inMountNamespace(ON_SMALL_DISK);
        argv.addAll(List.of(
                disk.toString(),
                kibibytes + "k",
                copy.toString(),
                TinyProfile.in(folder).toString()));
        argv.addAll(ChildRun.java());
        return ChildRun.startCommand(argv, folder);
    }

    private static List<String> inMountNamespace(String script) {
        List<String> argv = new ArrayList<>(List.of("unshare", "--mount"));
        if (!LabModes.isRoot()) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of("sh", "-c", script, "sh"));
        return argv;
    }
}
