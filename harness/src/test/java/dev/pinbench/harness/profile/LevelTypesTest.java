package dev.pinbench.harness.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTypesTest {

    private static final List<Integer> FOUR = List.of(3, 2, 1, 0);

    private static Levels levels(String softirqCore) {
        return Levels.fromJson(Map.of(
                "path", "pod-to-pod",
                "datapath", "bridge",
                "client-core", "0",
                "server-core", "2",
                "softirq-core", softirqCore,
                "mss", "default",
                "offload", "on",
                "competitor", "none",
                "streams", "1",
                "protocol", "tcp"));
    }

    @ParameterizedTest
    @CsvSource({"client,0", "server,2", "other,1", "3,3"})
    void steersToOneCpu(String level, int cpu) {
        assertThat(SoftirqSteering.resolve(levels(level), FOUR).cpus()).containsExactly(cpu);
    }

    @Test
    void steersToAMaskOrNotAtAll() {
        assertThat(SoftirqSteering.resolve(levels("1-2"), FOUR).cpus()).containsExactly(1, 2);
        assertThat(SoftirqSteering.resolve(levels("default"), FOUR).isUntouched())
                .isTrue();
    }

    @Test
    void knowsWhenThereIsNoOtherCpu() {
        assertThat(SoftirqSteering.isPossible(levels("other"), List.of(0, 2))).isFalse();
        assertThat(SoftirqSteering.isPossible(levels("other"), FOUR)).isTrue();
        assertThat(SoftirqSteering.isPossible(levels("client"), List.of(0, 2))).isTrue();
        assertThatThrownBy(() -> SoftirqSteering.resolve(levels("other"), List.of(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("online are 0,2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | []",
                "none    | [[], []]",
                "client  | [[0], [1, 2, 3]]",
                "server  | [[2], [0, 1, 3]]",
                "other   | [[1], [0, 2, 3]]",
                "1-2     | [[1, 2], [0, 3]]",
                "0-3     | [[0, 1, 2, 3], []]"
            })
    void transmitsOnAQueueOfTheirOwnAndOnAnother(String level, String cpusByQueue) {
        assertThat(TransmitSteering.resolve(levels("default").with(Factor.XPS, level), FOUR)
                        .cpusByQueue())
                .hasToString(cpusByQueue);
    }

    @Test
    void knowsWhenThereIsNoOtherCpuToTransmit() {
        Levels other = levels("default").with(Factor.XPS, "other");
        assertThat(TransmitSteering.isPossible(other, FOUR)).isTrue();
        assertThat(TransmitSteering.isPossible(other, List.of(0, 2))).isFalse();
        assertThat(TransmitSteering.isPossible(levels("default"), List.of(0, 2)))
                .as("a plan from before there was such a factor")
                .isTrue();
        assertThatThrownBy(() -> TransmitSteering.resolve(other, List.of(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("online are 0,2");
    }

    @ParameterizedTest
    @CsvSource({
        "client-core:100,default,0",
        "server-core:5,default,2",
        "softirq-core:100,server,2",
        "softirq-core:100,1-3,1",
        "elsewhere:100,default,1",
        "elsewhere:100,1,3",
        "3:100,default,3"
    })
    void putsTheCompetitorOnACpu(String level, String softirqCore, int cpu) {
        assertThat(CompetitorLevel.of(level).orElseThrow().cpu(levels(softirqCore), FOUR))
                .hasValue(cpu);
    }

    @Test
    void hasNoCpuForACompetitorWithoutSteeringOrSpareCpu() {
        CompetitorLevel onSoftirq = CompetitorLevel.of("softirq-core:100").orElseThrow();
        CompetitorLevel elsewhere = CompetitorLevel.of("elsewhere:100").orElseThrow();
        assertThat(onSoftirq.cpu(levels("default"), FOUR)).isEmpty();
        assertThat(elsewhere.cpu(levels("default"), List.of(0, 2))).isEmpty();
        assertThat(elsewhere.cpu(levels("1,3"), FOUR)).isEmpty();
        assertThat(CompetitorLevel.of("none")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"server-core", "server-core:x", "server-core:0", "server-core:101", "nowhere:100", ":100"})
    void refusesACompetitorThatIsNone(String level) {
        assertThatThrownBy(() -> CompetitorLevel.of(level)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsStreams() {
        assertThat(Streams.of("4")).isEqualTo(new Streams(1, 4));
        assertThat(Streams.of("processes:4")).isEqualTo(new Streams(4, 1));
        assertThat(Streams.of("parallel:1").canonical()).isEqualTo("1");
        assertThatThrownBy(() -> Streams.of("threads:4")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Streams.of("processes:129"))
                .hasMessage("the number of streams is not between 1 and 128");
    }

    @Test
    void anExcludeMaySpareDatapathsByName() {
        Exclude exclude = new Exclude(Map.of(Factor.DATAPATH, List.of("all but veth, ovs")));

        assertThat(exclude.matches(levels("default").with(Factor.DATAPATH, "bridge")))
                .isTrue();
        assertThat(exclude.matches(levels("default").with(Factor.DATAPATH, "veth")))
                .isFalse();
        assertThat(exclude.matches(levels("default").with(Factor.DATAPATH, "ovs")))
                .isFalse();
        assertThat(exclude.describe()).isEqualTo("{datapath: all but veth, ovs}");
    }

    @Test
    void excludesByEveryNamedFactorAndByRelation() {
        Levels levels = levels("default");
        assertThat(new Exclude(Map.of(Factor.PATH, List.of("pod-to-pod"), Factor.MSS, List.of("536"))).matches(levels))
                .isFalse();
        assertThat(new Exclude(Map.of(Factor.PATH, List.of("native-to-pod", "pod-to-pod"))).matches(levels))
                .isTrue();
        assertThat(new Exclude(Map.of(Factor.CLIENT_CORE, List.of("same"))).matches(levels))
                .isFalse();
        assertThat(new Exclude(Map.of(Factor.SERVER_CORE, List.of("different"))).matches(levels))
                .isTrue();
    }
}
