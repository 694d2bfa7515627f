package dev.pinbench.harness.kernelprofile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.KernelProfile;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.Topology;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.traffic.Traffic;
import dev.pinbench.harness.traffic.TrafficSpec;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** On the real kernel: with privileges a profile, without them a sentence. */
class KernelProfilerTest {

    @Test
    void nothingIsStartedUnlessItIsWanted() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred());
                ProfileSession session = KernelProfiler.in(lab, false).start(List.of(0))) {
            session.stop();
            assertThat(session.read(0, Long.MAX_VALUE)).isEqualTo(ProfileResult.none());
        }
    }

    @Test
    void trafficOverABridgeIsFoundInBridgeVethAndTcpOrItIsSaidWhyNot() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            KernelProfiler profiler = KernelProfiler.in(lab, true);
            ProfileResult result = profile(lab, profiler);
            if (LabModes.isRoot()) {
                assertThat(result.summary()).contains("997 Hz on cores 0");
                assertThat(text(Objects.requireNonNull(result.files().get(KernelProfile.TABLE_FILE))))
                        .contains("\n0,bridge,", "\n0,veth,", "\n0,TCP/IP,")
                        .doesNotContain("\n1,");
                assertThat(text(Objects.requireNonNull(result.files().get(KernelProfile.STACKS_FILE))))
                        .contains("iperf3;(user);", ";veth_xmit");
                assertThat(result.flags()).noneMatch(flag -> flag.contains("could not be read"));
            } else {
                assertThat(result.files()).isEmpty();
                assertThat(result.flags())
                        .singleElement()
                        .asString()
                        .startsWith("no kernel profile: ")
                        .matches(".*(perf_event_paranoid is \\d.*run as root|perf is not installed).*");
                assertThat(profile(lab, profiler)).isEqualTo(result);
            }
            assertThat(recording(lab)).doesNotExist();
        }
    }

    private static Path recording(Lab lab) {
        return Path.of("/proc", Long.toString(lab.holderPid()), "root/run/pinbench.perf");
    }

    private static ProfileResult profile(Lab lab, KernelProfiler profiler) throws Exception {
        Topology topology = lab.topology(new TopologyKey(Datapaths.named("bridge"), Offload.ofLevel("off"), 1500, 2));
        LabEndpoint client = topology.client(TrafficPath.ofLabel("pod-to-pod"));
        LabEndpoint server = topology.server(TrafficPath.ofLabel("pod-to-pod"));
        TrafficSpec spec = new TrafficSpec(false, null, 1, 1, 1, 0, null, false, null, null);
        try (Traffic traffic = new Traffic(client, server, spec)) {
            traffic.startServers(0);
            try (ProfileSession session = profiler.start(List.of(0))) {
                long begin = System.nanoTime();
                traffic.startClients(0);
                assertThat(traffic.awaitClients(() -> {})).isEqualTo(Traffic.End.EXITED);
                long end = System.nanoTime();
                assertThat(Files.exists(recording(lab))).isEqualTo(LabModes.isRoot());
                session.stop();
                return session.read(begin, end);
            }
        }
    }

    private static String text(byte[] gzip) throws Exception {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
