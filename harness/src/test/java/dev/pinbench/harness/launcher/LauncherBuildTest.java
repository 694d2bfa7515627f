package dev.pinbench.harness.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher builds, and what a build may not disturb. */
final class LauncherBuildTest {

    private final Sandbox machine;

    LauncherBuildTest(@TempDir Path temp) throws IOException {
        machine = new Sandbox(temp);
    }

    @Test
    void buildsTheFirstTimeAndNotAgain() throws Exception {
        Sandbox.Outcome first = machine.pinbench("doctor");
        Sandbox.Outcome second = machine.pinbench("doctor");

        assertThat(first.status()).isZero();
        assertThat(first.stderr()).isEqualTo("pinbench: building, this takes about a minute the first time\n");
        assertThat(second.status()).isZero();
        assertThat(second.stderr()).isEmpty();
        assertThat(machine.calls("mvn"))
                .singleElement()
                .asString()
                .contains("in " + machine.home() + ":", "package")
                .doesNotContain("verify", "clean");
        assertThat(machine.calls("java")).hasSize(2);
        assertThat(machine.library().resolve("current/pinbench-harness-0.1.0.jar"))
                .isRegularFile();
        assertThat(machine.library().resolve("current/other.jar")).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                ".mvn/jvm.config",
                "harness/pom.xml",
                "harness/src/main/java/Main.java",
                "analysis/src/main/resources/report.txt",
                "profiles/profile.schema.json"
            })
    void buildsAgainWhenASourceChanged(String source) throws Exception {
        machine.pinbench("doctor");
        machine.age();
        Files.writeString(machine.home().resolve(source), "changed");

        machine.pinbench("doctor");

        assertThat(machine.calls("mvn")).hasSize(2);
        assertThat(machine.builds()).as("the older build is removed").hasSize(1);
    }

    @Test
    void buildsAgainWhenASourceWasDeleted() throws Exception {
        machine.pinbench("doctor");
        machine.age();
        Files.delete(machine.home().resolve("harness/src/main/java/Spare.java"));

        machine.pinbench("doctor");

        assertThat(machine.calls("mvn")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles/first-look.yaml", "harness/src/test/java/MainTest.java"})
    void doesNotBuildForWhatIsNoPartOfTheProgram(String file) throws Exception {
        machine.pinbench("doctor");
        machine.age();
        Files.writeString(machine.home().resolve(file), "changed");

        machine.pinbench("doctor");

        assertThat(machine.calls("mvn")).hasSize(1);
    }

    @Test
    void writesNothingWhenTheBuildIsUpToDate() throws Exception {
        machine.pinbench("doctor");
        List<String> before = machine.everyFile();

        machine.pinbench("doctor");

        assertThat(machine.everyFile()).isEqualTo(before);
    }

    @Test
    void aFailedBuildShowsMavensLastWordsAndLeavesNoBuildBehind() throws Exception {
        machine.mavenDoes("echo '[ERROR] Main.java:[3,5] not a statement'; exit 1");

        Sandbox.Outcome failed = machine.pinbench("doctor");

        assertThat(failed.status()).isEqualTo(3);
        assertThat(failed.stderr()).contains("Main.java:[3,5] not a statement", "pinbench: the build failed");
        assertThat(failed.stdout()).isEmpty();
        assertThat(machine.builds()).isEmpty();
        assertThat(machine.calls("java")).isEmpty();

        machine.mavenDoes("");
        assertThat(machine.pinbench("doctor").status()).isZero();
    }

    @Test
    void anInterruptedBuildLeavesNothingHalfDone() throws Exception {
        Path temp = Files.createDirectory(machine.root().resolve("tmp"));
        machine.mavenDoes("kill -TERM 0");
        // A session of its own, so that the signal meets the launcher and Maven together, and nobody else.
        List<String> command =
                List.of("setsid", "--wait", machine.home().resolve("pinbench").toString(), "doctor");

        Sandbox.Outcome outcome = machine.run(machine.root(), Map.of("TMPDIR", temp.toString()), command);

        assertThat(outcome.status()).isEqualTo(143);
        assertThat(machine.builds()).isEmpty();
        assertThat(temp).isEmptyDirectory();
        assertThat(machine.calls("java")).isEmpty();
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void twoAtOnceBuildOnce() throws Exception {
        Path gate = fifo("gate");
        machine.mavenDoes("cat '" + gate + "'");
        Process first = machine.start(Map.of(), "doctor");
        try (BufferedReader heard = first.errorReader(StandardCharsets.UTF_8)) {
            assertThat(heard.readLine()).contains("building");
            Process second = machine.start(Map.of(), "doctor");
            try (BufferedReader heardToo = second.errorReader(StandardCharsets.UTF_8)) {
                assertThat(heardToo.readLine()).contains("another pinbench is building", "waiting");
                open(gate);
                assertThat(Sandbox.exit(first)).isZero();
                assertThat(Sandbox.exit(second)).isZero();
            }
        }
        assertThat(machine.calls("mvn")).hasSize(1);
        assertThat(machine.calls("java")).hasSize(2);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aBuildLeavesTheJarsOfARunningPinbenchAlone() throws Exception {
        Path gate = fifo("gate");
        machine.jdk("17.0.15", "[ \"$BLOCK\" != yes ] || { echo runs >&2; cat '" + gate + "'; }");
        Process running = machine.start(Map.of("BLOCK", "yes"), "doctor");
        try (BufferedReader heard = running.errorReader(StandardCharsets.UTF_8)) {
            assertThat(heard.readLine()).contains("building");
            assertThat(heard.readLine()).isEqualTo("runs");
            List<String> held = machine.builds();
            changeASource();
            machine.pinbench("doctor");

            assertThat(machine.builds()).hasSize(2).containsAll(held);

            open(gate);
            assertThat(Sandbox.exit(running)).isZero();
            changeASource();
            machine.pinbench("doctor");
            assertThat(machine.builds()).hasSize(1).doesNotContainAnyElementsOf(held);
        }
    }

    @Test
    void aStaleCheckoutOfSomeoneElseIsAClearError() throws Exception {
        machine.pinbench("doctor");
        machine.age();
        assertThat(asOrdinaryUser().status()).as("up to date").isZero();

        Files.writeString(machine.home().resolve("pom.xml"), "changed");
        Sandbox.Outcome stale = asOrdinaryUser();

        assertThat(stale.status()).isEqualTo(3);
        assertThat(stale.stderr()).contains("newer than their build", "not writable for you", "./pinbench");
        assertThat(machine.calls("mvn")).hasSize(1);
    }

    @Test
    void doesNotBuildInsideItsOwnBuild() throws Exception {
        Sandbox.Outcome nested = machine.pinbench(Map.of("PINBENCH_BUILDING", "1"), "doctor");

        assertThat(nested.status()).isEqualTo(3);
        assertThat(nested.stderr()).contains("while its build is under way");
        assertThat(machine.calls("mvn")).isEmpty();
    }

    private void changeASource() throws IOException {
        machine.age();
        Files.writeString(machine.home().resolve("pom.xml"), "changed");
    }

    private Path fifo(String name) throws Exception {
        Path fifo = machine.root().resolve(name);
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        return fifo;
    }

    private static void open(Path gate) throws IOException {
        Files.writeString(gate, "");
    }

    /** Root may write everywhere, so root steps down; anyone else takes the permission from itself. */
    private Sandbox.Outcome asOrdinaryUser() throws Exception {
        String launcher = machine.home().resolve("pinbench").toString();
        List<String> command = List.of(launcher, "doctor");
        if (Files.getOwner(machine.home()).getName().equals("root")) {
            command = List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", launcher, "doctor");
            Path calls = machine.root().resolve("calls");
            Files.setPosixFilePermissions(calls, PosixFilePermissions.fromString("rw-rw-rw-"));
        } else {
            Files.setPosixFilePermissions(machine.home(), PosixFilePermissions.fromString("r-xr-xr-x"));
        }
        try {
            return machine.run(machine.root(), Map.of(), command);
        } finally {
            Files.setPosixFilePermissions(machine.home(), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
