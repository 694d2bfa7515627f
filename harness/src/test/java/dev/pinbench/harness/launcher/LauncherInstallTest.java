package dev.pinbench.harness.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher installs, what it says first, and what it does where it may not install. */
final class LauncherInstallTest {

    /** The launcher looks into this machine's /usr/sbin as well, which may have dockerd. */
    private static final String DOCKER_CLI = "( docker\\.io)? docker-cli";

    private final Sandbox machine;

    LauncherInstallTest(@TempDir Path temp) throws IOException {
        machine = new Sandbox(temp);
    }

    @Test
    void saysWhatItInstallsAndWhyBeforeItDoes() throws Exception {
        machine.remove("iperf3", "mvn");

        machine.pinbench("run", "profile.yaml");

        assertThat(machine.root().resolve("said-before"))
                .hasContent("pinbench: missing here: mvn iperf3; installing with apt-get: maven iperf3");
        assertThat(machine.calls("apt-get"))
                .singleElement()
                .asString()
                .contains("noninteractive install -y")
                .contains("--no-install-recommends")
                .endsWith(" maven iperf3");
    }

    @Test
    void installsNothingWhereNothingIsMissing() throws Exception {
        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isZero();
        assertThat(machine.calls("apt-get")).isEmpty();
    }

    @Test
    void refreshesTheListsOnlyWhenTheyDoNotKnowAPackage() throws Exception {
        machine.remove("iperf3");
        machine.staleLists("maven");

        machine.pinbench("run", "profile.yaml");

        assertThat(machine.calls("apt-get")).hasSize(2);
        assertThat(machine.calls("apt-get").get(0)).contains(" update");
        assertThat(machine.calls("apt-get").get(1)).contains(" install").endsWith(" iperf3");
    }

    @Test
    void takesTheJdkThatThisReleaseOffers() throws Exception {
        machine.removeJdk("17.0.15");
        machine.staleLists("openjdk-17-jdk-headless", "libharfbuzz0b");

        machine.pinbench("doctor");

        assertThat(machine.calls("apt-get"))
                .singleElement()
                .asString()
                .endsWith(" openjdk-17-jdk-headless libharfbuzz0b");
    }

    @Test
    void installsTheFontLibraryThatAHeadlessJavaMayLack() throws Exception {
        machine.tool("ldd", "echo 'libharfbuzz.so.0 => not found'");

        machine.pinbench("report", "dir");

        assertThat(machine.calls("apt-get")).singleElement().asString().endsWith(" libharfbuzz0b");
    }

    @Test
    void aJavaThatIsTooOldIsMissing() throws Exception {
        machine.removeJdk("17.0.15");
        machine.jdk("1.8.0_432");
        machine.jdk("11.0.2");

        Sandbox.Outcome outcome = machine.pinbench("doctor");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.stderr()).contains("JDK-17-or-later", "openjdk-21-jdk-headless");
        assertThat(machine.calls("java")).isEmpty();
    }

    @Test
    void theMeasuringToolsAreAskedForOnlyByWhatMeasures() throws Exception {
        machine.remove("iperf3");

        assertThat(machine.pinbench("report", "dir").status()).isZero();
        assertThat(machine.pinbench("doctor").status()).isZero();
        assertThat(machine.pinbench("run", "--help").status()).isZero();
        assertThat(machine.pinbench("run", "profile.yaml", "--dry-run").status())
                .isZero();
        assertThat(machine.calls("apt-get")).isEmpty();

        machine.pinbench("resume", "dir");
        assertThat(machine.calls("apt-get")).hasSize(1);
    }

    /** Their packages start services; a policy that denies that is what containers have. */
    @Test
    void whatStartsServicesIsInstalledForVerifyAndOnlyWherePackagesStartNone() throws Exception {
        machine.remove("ovs-vsctl", "dockerd", "docker");
        Path policy = machine.root().resolve("policy");

        machine.pinbench(Map.of("PINBENCH_POLICY", policy.toString()), "verify");
        assertThat(machine.calls("apt-get")).isEmpty();

        machine.tool("policy", "exit 101");
        policy = machine.root().resolve("bin/policy");
        machine.pinbench(Map.of("PINBENCH_POLICY", policy.toString()), "run", "profile.yaml");
        assertThat(machine.calls("apt-get")).isEmpty();

        machine.pinbench(Map.of("PINBENCH_POLICY", policy.toString()), "verify");
        assertThat(machine.calls("apt-get")).singleElement().asString().matches(".* openvswitch-switch" + DOCKER_CLI);
    }

    /** Debian has Docker's client in a package of its own from 13 on. */
    @ParameterizedTest
    @CsvSource({
        "openvswitch-switch docker.io docker-cli, '" + DOCKER_CLI + "'",
        "openvswitch-switch docker.io, ' docker\\.io'"
    })
    void theClientOfDockerIsTakenFromThePackageThatThisReleaseHas(String known, String packages) throws Exception {
        machine.remove("dockerd", "docker");
        machine.staleLists(known.split(" ", -1));
        machine.tool("policy", "exit 101");

        machine.pinbench(
                Map.of("PINBENCH_POLICY", machine.root().resolve("bin/policy").toString()), "verify");

        assertThat(machine.calls("apt-get"))
                .singleElement()
                .asString()
                .matches(".* -o DPkg::Lock::Timeout=300" + packages);
    }

    @Test
    void aFailedInstallationShowsTheReason() throws Exception {
        machine.remove("iperf3");
        machine.tool("apt-get", "echo 'E: no space left'; exit 100");

        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.stderr()).contains("E: no space left", "could not install: iperf3");
        assertThat(machine.calls("java")).isEmpty();
    }

    @Test
    void neverInstallsWhenToldNotTo() throws Exception {
        machine.remove("iperf3");

        Sandbox.Outcome outcome = machine.pinbench(Map.of("PINBENCH_NO_INSTALL", "1"), "run", "profile.yaml");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.stderr())
                .isEqualTo("pinbench: missing here: iperf3; as root, run:"
                        + " apt-get install -y --no-install-recommends iperf3\n");
        assertThat(machine.calls()).isEmpty();
    }

    @Test
    void anOrdinaryUserWithoutSudoIsToldTheCommand() throws Exception {
        machine.user(1000);
        machine.remove("iperf3");

        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.stderr()).contains("as root, run: apt-get install -y --no-install-recommends iperf3");
        assertThat(machine.calls()).isEmpty();
    }

    @Test
    void withSudoOnlyTheInstallationRunsAsRoot() throws Exception {
        machine.user(1000);
        machine.sudo();
        machine.remove("iperf3");

        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isZero();
        assertThat(machine.calls("apt-get")).singleElement().asString().startsWith("apt-get yes noninteractive");
        assertThat(machine.calls("mvn")).singleElement().asString().startsWith("mvn  [");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stress-ng", "fc-match"})
    void goesOnWithoutWhatOnlySomeRunsNeed(String tool) throws Exception {
        machine.user(1000);
        machine.remove(tool);

        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.stderr()).contains("missing here: " + tool, "going on without " + tool);
        assertThat(machine.calls("java")).hasSize(1);
    }

    @Test
    void aSystemWithoutAptIsToldWhatIsNeeded() throws Exception {
        machine.remove("apt-get", "apt-cache", "iperf3", "mvn");

        Sandbox.Outcome outcome = machine.pinbench("run", "profile.yaml");

        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.stderr()).contains("missing here: mvn iperf3", "no apt-get");
    }

    @Test
    void leavesNoTemporaryFileBehind() throws Exception {
        Path temp = Files.createDirectory(machine.root().resolve("tmp"));
        machine.remove("iperf3", "mvn");

        Sandbox.Outcome outcome = machine.pinbench(Map.of("TMPDIR", temp.toString()), "run", "profile.yaml");

        assertThat(outcome.stderr()).contains("installing");
        assertThat(temp).isEmptyDirectory();
    }
}
