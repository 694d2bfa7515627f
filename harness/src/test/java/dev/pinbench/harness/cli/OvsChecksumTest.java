package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.RunDirectory;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user-space switch, TX checksum offload on and off: nothing, with the reason in the record, or traffic. */
class OvsChecksumTest {
    private static final String WRONG = "\\d+ TCP segments with a wrong checksum arrived at t\\d-pod-b,"
            + " all of handshakes: the server accepted no connection";

    @TempDir
    Path folder;

    @Test
    void wrongChecksumsAreToldWithTxOffloadOnAndTrafficFlowsWithItOff() throws Exception {
        Path run = folder.resolve("run");
        Invocation invocation = Invocation.of(
                "run",
                TinyProfile.in(folder).toString(),
                "--set",
                "path=pod-to-pod",
                "--set",
                "datapath=ovs",
                "--set",
                "nodes=1",
                "--set",
                "offload=[\"on\",\"tx=off\"]",
                "--no-report",
                "--out",
                run.toString());
        if (!Datapaths.named("ovs").lacking(!LabModes.isRoot()).isEmpty()) {
            assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
            assertThat(invocation.err()).contains("datapath ovs cannot be built: ", "mend with: sudo ");
            assertThat(run).doesNotExist();
            return;
        }

        assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.TRIALS_FAILED);
        assertThat(invocation.err())
                .contains("note: datapath ovs carries TCP only with offload tx=off:"
                        + " with offload on its trials are to fail");
        Map<String, TrialRecord> trials = RunDirectory.open(run).trials().stream()
                .collect(Collectors.toMap(trial -> trial.levels().get(Factor.OFFLOAD), Function.identity()));
        assertThat(trials).containsOnlyKeys("on", "tx=off");
        assertThat(trials.get("on")).isNotNull().satisfies(trial -> {
            assertThat(trial.status()).isEqualTo(TrialStatus.TIMED_OUT);
            assertThat(trial.valid()).isFalse();
            assertThat(trial.error()).matches("iperf3 did not end in time and was killed; " + WRONG);
            assertThat(trial.flags()).anyMatch(flag -> flag.matches(WRONG));
        });
        assertThat(trials.get("tx=off")).isNotNull().satisfies(trial -> {
            assertThat(trial.status()).as(String.valueOf(trial.error())).isEqualTo(TrialStatus.DONE);
            assertThat(trial.invalidReasons()).allMatch(reason -> reason.startsWith("the hypervisor took"));
            assertThat(trial.metrics().goodputBps()).isGreaterThan(1e6);
            assertThat(trial.flags()).noneMatch(flag -> flag.contains("checksum"));
        });
    }

    /** The same, packet by packet: what arrives at the pod still has the checksum open that the sender left. */
    @Test
    void theCaptureShowsHandshakesThatArriveUnfinished() throws Exception {
        Invocation invocation = Invocation.of("account", "--datapath", "ovs", "--bytes", "1M", "--capture", "--json");
        if (!Datapaths.named("ovs").lacking(!LabModes.isRoot()).isEmpty() || !LabModes.isRoot()) {
            assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.MACHINE);
            return;
        }

        assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.TRIALS_FAILED);
        JsonNode root = JsonMapper.builder().build().readTree(invocation.out());
        assertThat(root.path("failure").stringValue()).startsWith("iperf3 client: unable to connect to server");
        assertThat(root.path("payloadBytes").isNull()).isTrue();
        JsonNode capture = root.path("capture");
        assertThat(capture.path("explained").booleanValue())
                .as(invocation.out())
                .isTrue();
        assertThat(capture.path("hops"))
                .extracting(hop -> hop.path("namespace").stringValue())
                .containsExactly("t1-pod-a", "t1-node-a", "t1-node-a", "t1-pod-b");
        JsonNode arrived = capture.path("hops").path(3).path("towardsServer");
        long segments = arrived.path("packets").longValue();
        assertThat(segments).isPositive();
        assertThat(arrived.path("handshakeSegments").longValue()).isEqualTo(segments);
        assertThat(arrived.path("checksums").path("unfinished").longValue()).isEqualTo(segments);
        assertThat(capture.path("hops")
                        .path(3)
                        .path("towardsClient")
                        .path("packets")
                        .longValue())
                .as("the server does not answer")
                .isZero();
        JsonNode refusal = capture.path("refusals").path(0);
        assertThat(refusal.path("namespace").stringValue()).isEqualTo("t1-pod-b");
        assertThat(refusal.path("what").stringValue()).isEqualTo("TCP segments");
        assertThat(refusal.path("packets").longValue()).isEqualTo(segments);
    }
}
