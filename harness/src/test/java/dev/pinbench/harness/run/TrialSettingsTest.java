package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.Sampling;
import dev.pinbench.harness.profile.TrafficSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrialSettingsTest {

    private static final List<Integer> ONLINE = List.of(0, 1, 2, 3);

    private static Levels levels() {
        Map<Factor, String> levels = new EnumMap<>(Factor.class);
        levels.put(Factor.PATH, "pod-to-native");
        levels.put(Factor.DATAPATH, "bridge");
        levels.put(Factor.CLIENT_CORE, "1");
        levels.put(Factor.SERVER_CORE, "2");
        levels.put(Factor.SOFTIRQ_CORE, "default");
        levels.put(Factor.MSS, "default");
        levels.put(Factor.OFFLOAD, "on");
        levels.put(Factor.COMPETITOR, "none");
        levels.put(Factor.STREAMS, "1");
        levels.put(Factor.PROTOCOL, "tcp");
        levels.put(Factor.NODES, "2");
        levels.put(Factor.RFS, "default");
        levels.put(Factor.THREADED_NAPI, "false");
        levels.put(Factor.XPS, "default");
        levels.put(Factor.IRQ_AFFINITY, "default");
        levels.put(Factor.MTU, "1500");
        return new Levels(levels);
    }

    private static Profile profile(TrafficSettings traffic) {
        Map<Factor, List<String>> vary = new EnumMap<>(Factor.class);
        levels().byFactor().forEach((factor, level) -> vary.put(factor, List.of(level)));
        return new Profile("p", null, vary, List.of(), traffic, 1, 1, new Sampling(10, "proc", "none"), null);
    }

    private static TrialSettings settings(Levels levels) {
        return TrialSettings.of(levels, profile(new TrafficSettings(10, 2, "unlimited", false, null, null)), ONLINE);
    }

    @Test
    void aPlainCombinationAsksForNothingSpecial() {
        TrialSettings settings = settings(levels());

        assertThat(settings.path()).isEqualTo(TrafficPath.POD_TO_NATIVE);
        assertThat(settings.topology().datapath().name()).isEqualTo("bridge");
        assertThat(settings.topology().offload().switches()).isEmpty();
        assertThat(settings.steersNothing()).isTrue();
        assertThat(settings.competitor()).isNull();
        assertThat(settings.traffic().mssBytes()).isNull();
        assertThat(settings.traffic().rate()).isNull();
        assertThat(settings.traffic().udp()).isFalse();
        assertThat(settings.measuredCores()).containsExactly(1, 2);
        assertThat(settings.receiverCore()).isEqualTo(2);
    }

    @Test
    void everyLevelIsPutIntoForce() {
        TrialSettings settings = settings(levels().with(Factor.MSS, "536")
                .with(Factor.OFFLOAD, "off")
                .with(Factor.SOFTIRQ_CORE, "other")
                .with(Factor.COMPETITOR, "elsewhere:50")
                .with(Factor.STREAMS, "processes:4")
                .with(Factor.PROTOCOL, "udp")
                .with(Factor.RFS, "32768")
                .with(Factor.THREADED_NAPI, "true")
                .with(Factor.XPS, "server")
                .with(Factor.IRQ_AFFINITY, "2-3")
                .with(Factor.MTU, "9000"));

        assertThat(settings.traffic().mssBytes()).isEqualTo(536);
        assertThat(settings.topology().offload()).isEqualTo(Offload.ofLevel("off"));
        assertThat(settings.steering().receiveCpus()).hasToString("{0}");
        assertThat(settings.steering().flowEntries()).isEqualTo(32768);
        assertThat(settings.steering().transmitCpus()).hasToString("[{2}, {0, 1, 3}]");
        assertThat(settings.interruptCores()).containsExactly(2, 3);
        assertThat(settings.steersNothing()).isFalse();
        assertThat(settings.topology().threadedNapi()).isTrue();
        assertThat(settings.topology().queuesOfVeth()).isEqualTo(2);
        assertThat(settings.topology().mtuBytes()).isEqualTo(9000);
        assertThat(settings.competitor()).isEqualTo(new TrialSettings.PlacedCompetitor(3, 50));
        assertThat(settings.traffic().processes()).isEqualTo(4);
        assertThat(settings.traffic().parallel()).isEqualTo(1);
        assertThat(settings.traffic().udp()).isTrue();
        assertThat(settings.measuredCores()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aPlanFromBeforeAFactorLeavesItAsItWas() {
        Levels old = levels();
        for (Factor factor : Factor.values()) {
            old = factor.cameLater() ? old.with(factor, Levels.UNTOLD) : old;
        }

        assertThat(settings(old)).isEqualTo(settings(levels()));
    }

    @Test
    void aPlanFromBeforeTheMtuWasAFactorHasThatOfItsProfile() {
        Levels old = levels().with(Factor.MTU, Levels.UNTOLD);
        Map<Factor, List<String>> vary = new EnumMap<>(Factor.class);
        levels().with(Factor.MTU, "9000").byFactor().forEach((factor, level) -> vary.put(factor, List.of(level)));
        TrafficSettings traffic = new TrafficSettings(10, 2, "unlimited", false, null, null);
        Profile profile =
                new Profile("p", null, vary, List.of(), traffic, 1, 1, new Sampling(10, "proc", "none"), null);

        assertThat(TrialSettings.of(old, profile, ONLINE).topology().mtuBytes()).isEqualTo(9000);
    }

    @Test
    void streamsOfOneProcessAreParallel() {
        TrialSettings settings = settings(levels().with(Factor.STREAMS, "parallel:8"));

        assertThat(settings.traffic().processes()).isEqualTo(1);
        assertThat(settings.traffic().parallel()).isEqualTo(8);
    }

    @Test
    void trafficSettingsOfTheProfileAreTakenOver() {
        TrafficSettings traffic = new TrafficSettings(7, 1, "500M", true, "256K", "8K");

        TrialSettings settings = TrialSettings.of(levels(), profile(traffic), ONLINE);

        assertThat(settings.traffic().durationSeconds()).isEqualTo(7);
        assertThat(settings.traffic().omitSeconds()).isEqualTo(1);
        assertThat(settings.traffic().rate()).isEqualTo("500M");
        assertThat(settings.traffic().window()).isEqualTo("256K");
        assertThat(settings.traffic().length()).isEqualTo("8K");
        assertThat(settings.receiverCore()).as("the client receives in reverse").isEqualTo(1);
    }

    @Test
    void aCompetitorWithoutACoreIsAFaultOfThePlan() {
        Levels impossible = levels().with(Factor.COMPETITOR, "softirq-core:100");

        assertThatThrownBy(() -> settings(impossible))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("softirq-core:100");
    }
}
