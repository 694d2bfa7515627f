package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LevelsTest {

    private final Levels levels = FixedRun.levels("1");

    @Test
    void jsonHasEveryFactorByItsLabelInTheOrderOfFactors() {
        assertThat(levels.toJson().keySet())
                .containsExactly(
                        "path",
                        "datapath",
                        "client-core",
                        "server-core",
                        "softirq-core",
                        "mss",
                        "offload",
                        "competitor",
                        "streams",
                        "protocol");
        assertThat(Levels.fromJson(levels.toJson())).isEqualTo(levels);
    }

    @Test
    void nodesAreToldOrLeftOut() {
        assertThat(levels.get(Factor.NODES)).isEqualTo(Levels.UNTOLD);
        Levels told = levels.with(Factor.NODES, "2");
        assertThat(told.toJson()).containsEntry("nodes", "2");
        assertThat(Levels.fromJson(told.toJson())).isEqualTo(told).isNotEqualTo(levels);
    }

    @Test
    void aMissingFactorIsRefusedByName() {
        Map<String, String> json = new LinkedHashMap<>(levels.toJson());
        json.remove("mss");

        assertThatThrownBy(() -> Levels.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mss");
    }

    @Test
    void anUnknownFactorIsRefusedByName() {
        Map<String, String> json = new LinkedHashMap<>(levels.toJson());
        json.put("colour", "red");

        assertThatThrownBy(() -> Levels.fromJson(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
    }

    @Test
    void replacingALevelLeavesTheOriginalAsItWas() {
        Levels other = levels.with(Factor.MSS, "1448");

        assertThat(other.get(Factor.MSS)).isEqualTo("1448");
        assertThat(levels.get(Factor.MSS)).isEqualTo("536");
        assertThat(other).isNotEqualTo(levels);
    }

    @Test
    void laterChangesOfTheSourceMapDoNotReachIt() {
        Map<Factor, String> source = new EnumMap<>(levels.byFactor());
        Levels copy = new Levels(source);

        source.put(Factor.MSS, "9000");

        assertThat(copy.get(Factor.MSS)).isEqualTo("536");
        assertThatThrownBy(() -> copy.byFactor().put(Factor.MSS, "1"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void descriptionNamesTheKeptFactorsOnly() {
        assertThat(levels.describe(factor -> factor == Factor.PATH || factor == Factor.MSS))
                .isEqualTo("path=pod-to-native mss=536");
    }
}
