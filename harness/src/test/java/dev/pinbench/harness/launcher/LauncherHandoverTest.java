package dev.pinbench.harness.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Java, or Maven for {@code verify}, gets from the launcher. */
final class LauncherHandoverTest {

    private final Sandbox machine;

    LauncherHandoverTest(@TempDir Path temp) throws IOException {
        machine = new Sandbox(temp);
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        machine.pinbench("run", "a profile.yaml", "", "*", "--set", "mss=536,1448");

        assertThat(lastJava())
                .endsWith("[dev.pinbench.harness.cli.Main] [run] [a profile.yaml] [] [*] [--set] [mss=536,1448]");
    }

    @Test
    void withoutArgumentsJavaDecides() throws Exception {
        Sandbox.Outcome outcome = machine.pinbench();

        assertThat(outcome.status()).isZero();
        assertThat(lastJava()).endsWith("[dev.pinbench.harness.cli.Main]");
    }

    @Test
    void worksThroughASymbolicLinkFromAnyFolder() throws Exception {
        Path folder = Files.createDirectory(machine.root().resolve("some where"));
        Path link =
                Files.createSymbolicLink(folder.resolve("pb"), machine.home().resolve("pinbench"));

        Sandbox.Outcome outcome = machine.run(folder, Map.of(), List.of(link.toString(), "doctor"));

        assertThat(outcome.status()).isZero();
        assertThat(lastJava()).contains("in " + folder + ":", "[-Dpinbench.home=" + machine.home() + "]");
    }

    @Test
    void worksWhenGivenToSh() throws Exception {
        Sandbox.Outcome outcome = machine.run(machine.home(), Map.of(), List.of("sh", "pinbench", "doctor"));

        assertThat(outcome.status()).isZero();
        assertThat(lastJava()).contains("[-Dpinbench.home=" + machine.home() + "]");
    }

    @Test
    void javaTakesThePlaceOfTheLauncherSoThatSignalsReachIt() throws Exception {
        Sandbox.Outcome outcome = machine.pinbench("doctor");

        assertThat(lastJava()).contains(" pid " + outcome.pid() + " ");
    }

    @Test
    void theExitStatusIsJavas() throws Exception {
        machine.jdk("17.0.15", "exit 2");

        assertThat(machine.pinbench("run", "wrong.yaml").status()).isEqualTo(2);
    }

    @Test
    void aMeasurementGetsTheQuickCompilerOnly() throws Exception {
        machine.pinbench("run", "profile.yaml");
        assertThat(lastJava()).contains("[-XX:TieredStopAtLevel=1]", "[-XX:+UseSerialGC]");

        machine.pinbench("analyze", "dir");
        assertThat(lastJava()).doesNotContain("TieredStopAtLevel").contains("[-XX:+UseSerialGC]");
    }

    @Test
    void theUsersOptionsForJavaComeAfterTheLaunchers() throws Exception {
        machine.pinbench(Map.of("PINBENCH_JAVA_OPTS", "-Xmx4g -Da=b"), "doctor");

        assertThat(lastJava()).containsSubsequence("[-Xmx1g]", "[-Xmx4g]", "[-Da=b]", "[-cp]");
    }

    @Test
    void aRunTakesTheJavaThatTheUserChose() throws Exception {
        machine.jdk("21.0.1");
        Path chosen = machine.jdk("18.0.2");

        machine.pinbench(Map.of("JAVA_HOME", chosen.toString()), "doctor");
        assertThat(lastJava()).startsWith("java 18.0.2");

        machine.pinbench("doctor");
        assertThat(lastJava()).startsWith("java 21.0.1");
    }

    @Test
    void verifyTakesTheNewestJdkThatTheChecksWereTriedWith() throws Exception {
        Path chosen = machine.jdk("17.0.15");
        machine.jdk("21.0.1");
        Path newest = machine.jdk("25.0.3");
        machine.jdk("27-ea");

        Sandbox.Outcome outcome = machine.pinbench(Map.of("JAVA_HOME", chosen.toString()), "verify", "-o");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.stderr()).contains("JDK 25").doesNotContain("left out");
        assertThat(machine.calls("mvn"))
                .containsExactly("mvn  [" + newest + "] in " + machine.home() + ": -B -ntp clean verify -o");
    }

    @Test
    void verifyWithAnOldJdkSaysWhichChecksItLeavesOut() throws Exception {
        Sandbox.Outcome outcome = machine.pinbench("verify");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.stderr()).contains("JDK 17", "Error Prone and NullAway need JDK 21", "left out");
    }

    @Test
    void verifyShowsMavensOutputAndEndsWithItsStatus() throws Exception {
        machine.mavenDoes("echo 'Tests run: 7, Failures: 1'; exit 5");

        Sandbox.Outcome outcome = machine.pinbench("verify");

        assertThat(outcome.status()).isEqualTo(5);
        assertThat(outcome.stdout()).contains("Tests run: 7, Failures: 1");
    }

    @Test
    void verifyHelpBuildsNothing() throws Exception {
        Sandbox.Outcome outcome = machine.pinbench("verify", "--help");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.stdout()).startsWith("Usage: pinbench verify");
        assertThat(machine.calls()).isEmpty();
    }

    @Test
    void continuousIntegrationRunsVerify() throws Exception {
        Sandbox.Outcome outcome = machine.run(
                machine.root(),
                Map.of(),
                List.of(machine.home().resolve(".ci/run").toString()));

        assertThat(outcome.status()).isZero();
        assertThat(machine.calls("mvn")).singleElement().asString().endsWith("clean verify");
    }

    private String lastJava() throws IOException {
        List<String> calls = machine.calls("java");
        assertThat(calls).isNotEmpty();
        return calls.get(calls.size() - 1);
    }
}
