package dev.pinbench.harness.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.lab.datapath.Datapaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Threads that poll, as the real kernel has them. */
class ThreadedNapiTest {

    static List<Boolean> modes() {
        return LabModes.available();
    }

    private static Topology topology(Lab lab, String datapath, String offload) throws Exception {
        return lab.topology(new TopologyKey(Datapaths.named(datapath), Offload.ofLevel(offload), 1500, 2, true, 1));
    }

    private static String name(NapiThread thread) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(thread.pid()), "comm"))
                .strip();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everyVethThatHasNapiIsPolledByThreadsOfItsOwn(boolean rootless) throws Exception {
        List<NapiThread> threads;
        try (Lab lab = Lab.open(rootless)) {
            Topology topology = topology(lab, "bridge", "tso=off,gso=off,gro=on");

            assertThat(topology.notInForce()).isEmpty();
            assertThat(topology.notInForce(TrafficPath.POD_TO_POD)).isEmpty();
            assertThat(topology.napiThreads().keySet())
                    .extracting(LabInterface::name)
                    .as("both ends of the wire and of both pods, but no bridge")
                    .containsExactlyInAnyOrder("wire", "wire", "eth0", "eth0", "veth-a", "veth-b");
            topology.napiThreads().forEach((at, ofIt) -> {
                assertThat(topology.readBack().get(at.label())).endsWith(" threaded=1");
                assertThat(ofIt)
                        .as(at.label())
                        .singleElement()
                        .satisfies(thread -> assertThat(thread.name())
                                .isEqualTo(name(thread))
                                .startsWith("napi/" + at.name() + "-"));
            });
            threads = topology.napiThreads().values().stream()
                    .flatMap(List::stream)
                    .toList();
            assertThat(threads).extracting(NapiThread::pid).doesNotHaveDuplicates();
        }
        // The kernel takes namespaces down in its own time.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threads.stream().anyMatch(ThreadedNapiTest::lives) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(threads).as("ended with their interfaces").noneMatch(ThreadedNapiTest::lives);
    }

    private static boolean lives(NapiThread thread) {
        return Files.exists(Path.of("/proc", Long.toString(thread.pid())));
    }

    @Test
    void tunnelsAreLeftAsTheyAre() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology topology = topology(lab, "vxlan", "tso=off,gso=off,gro=on");

            assertThat(topology.readBack().get("t1-node-a/flannel.1")).endsWith(" threaded=0");
            assertThat(topology.readBack().get("t1-node-a/wire")).endsWith(" threaded=1");
            assertThat(topology.notInForce(TrafficPath.POD_TO_POD)).isEmpty();
        }
    }

    @Test
    void saysOfEachWayWhetherAnythingOnItIsPolled() throws Exception {
        try (Lab lab = Lab.open(LabModes.preferred())) {
            Topology one = topology(lab, "veth", "tso=off,gro=on@pod-a/eth0");
            assertThat(one.notInForce(TrafficPath.POD_TO_NATIVE)).isEmpty();
            assertThat(one.notInForce(TrafficPath.NATIVE_TO_POD))
                    .containsExactly(
                            "threaded-napi: no interface on the way of native-to-pod is polled by threads; a veth"
                                    + " has NAPI only with GRO on");
            assertThat(topology(lab, "veth", "on").napiThreads()).isEmpty();
        }
    }
}
