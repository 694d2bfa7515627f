package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.LabModes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captures that do not come to their end: nothing is left of them, and what was in the way is told. */
class CaptureEndsTest {

    /** Slow enough to be met under way. */
    private static final List<String> SLOW =
            List.of("account", "--bytes", "200M", "--mtu", "576", "--offload", "off", "--capture");

    /** A file system of $1 bytes at $2 that somebody fills as soon as the captures begin. */
    private static final String DISK_THAT_FILLS = """
            size=$1 disk=$2
            shift 2
            mount -t tmpfs -o "size=$size" tmpfs "$disk" || exit 99
            { "$@"; echo "exit status $?" >&2; } 2>&1 | while read -r line; do
              echo "$line"
              case $line in capturing*) dd if=/dev/zero of="$disk/fill" bs=1M 2>/dev/null ;; esac
            done
            ls "$disk"
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"INT,130", "KILL,137"})
    void nothingIsLeftOfACaptureThatIsStopped(String signal, int status) throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        try (ChildRun child =
                ChildRun.startBehind(List.of("env", "TMPDIR=" + temporary), folder, SLOW.toArray(String[]::new))) {
            if (!LabModes.isRoot()) {
                assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
                return;
            }
            child.until(
                    "packets are captured",
                    () -> child.marked().contains("tcpdump")
                            && child.marked().stream().filter("iperf3"::equals).count() == 2);
            assertThat(child.err()).startsWith("capturing at most about ").contains(" in " + temporary + ", where ");

            ChildRun.signal(signal, child.pid());

            assertThat(child.await()).as(child.err()).isEqualTo(status);
            child.assertNothingLeft();
            assertThat(child.out()).isEmpty();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void noEmptyFilesAreKeptOfACaptureThatIsStopped() throws Exception {
        Path kept = folder.resolve("kept");
        List<String> arguments = new ArrayList<>(SLOW);
        arguments.add(kept.toString());
        try (ChildRun child = ChildRun.start(folder, arguments.toArray(String[]::new))) {
            if (!LabModes.isRoot()) {
                assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
                assertThat(kept).doesNotExist();
                return;
            }
            child.until(
                    "files are there",
                    () -> Files.exists(kept) && child.marked().contains("tcpdump"));

            ChildRun.signal("INT", child.pid());

            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.INTERRUPTED);
            child.assertNothingLeft();
        }
        if (Files.exists(kept)) {
            try (Stream<Path> left = Files.list(kept)) {
                assertThat(left)
                        .isNotEmpty()
                        .as("longer than a header")
                        .allMatch(file -> file.toFile().length() > 24);
            }
        }
    }

    @Test
    void aDiskThatFillsUpMeanwhileIsTold() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        List<String> argv = new ArrayList<>(List.of("unshare", "--mount"));
        if (!LabModes.isRoot()) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of("sh", "-c", DISK_THAT_FILLS, "sh", "110m", disk.toString()));
        argv.addAll(ChildRun.java());
        argv.addAll(List.of(
                "account", "--bytes", "8M", "--capture", disk.resolve("kept").toString()));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            child.await();
            assertThat(child.out()).contains("exit status 3\n");
            if (LabModes.isRoot()) {
                assertThat(child.out())
                        .containsPattern("pinbench: capture at t1-[a-z-]+/[a-z0-9-]+: the file does not hold the \\d+"
                                + " packets that tcpdump wrote to it: no space left in " + disk + "/kept: send less"
                                + " \\(--bytes\\), or name a folder with more room \\(--capture DIR\\)");
            }
            child.assertNothingLeft();
        }
    }
}
