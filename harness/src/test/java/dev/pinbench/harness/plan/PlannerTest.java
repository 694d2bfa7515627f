package dev.pinbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.harness.profile.Overrides;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.profile.ProfileException;
import dev.pinbench.harness.profile.ProfileLoader;
import dev.pinbench.harness.profile.Topologies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {

    private static final Set<Factor> CORES = Set.of(Factor.CLIENT_CORE, Factor.SERVER_CORE);

    private static final Map<String, Integer> LARGEST_MTU_BYTES = Map.of("veth", 1500);

    @TempDir
    private Path folder;

    private Plan plan(String yaml, List<CpuTopology> online) throws IOException {
        return Planner.plan(load(yaml, online), online, LARGEST_MTU_BYTES);
    }

    private Profile load(String yaml, List<CpuTopology> online) throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "name: a\n" + yaml);
        return ProfileLoader.load(file, Overrides.none(), Set.of("veth", "bridge"), online);
    }

    private static Profile published(String name, List<CpuTopology> online) {
        String root = System.getProperty("pinbench.root");
        Path file = Path.of(root == null ? ".." : root).resolve("profiles").resolve(name + ".yaml");
        return ProfileLoader.load(file, Overrides.none(), Set.of("veth", "bridge"), online);
    }

    private static List<String> pairs(Plan plan) {
        return plan.combinations().stream()
                .map(levels -> levels.get(Factor.CLIENT_CORE) + ">" + levels.get(Factor.SERVER_CORE))
                .toList();
    }

    private static List<String> texts(Plan plan, Factor... factors) {
        return plan.combinations().stream()
                .map(levels -> levels.describe(Set.of(factors)::contains))
                .toList();
    }

    @Test
    void crossesLevelsInTheOrderOfTheFactors() throws IOException {
        Plan plan = plan("vary: {offload: [on, off], mss: [536, 1448], client-core: all}", Topologies.flat(2));
        assertThat(texts(plan, Factor.CLIENT_CORE, Factor.MSS, Factor.OFFLOAD))
                .containsExactly(
                        "client-core=0 mss=536 offload=on",
                        "client-core=0 mss=536 offload=off",
                        "client-core=0 mss=1448 offload=on",
                        "client-core=0 mss=1448 offload=off",
                        "client-core=1 mss=536 offload=on",
                        "client-core=1 mss=536 offload=off",
                        "client-core=1 mss=1448 offload=on",
                        "client-core=1 mss=1448 offload=off");
        assertThat(plan.notes()).isEmpty();
    }

    @Test
    void keepsTheOrderOfASeedForEver() throws IOException {
        Plan plan = plan("vary: {mss: [100, 200, 300, 400, 500, 600]}\nblocks: 3\nseed: 42", Topologies.flat(2));
        assertThat(plan.trials().stream()
                        .map(trial -> trial.block() + ":"
                                + trial.levels().get(Factor.MSS).charAt(0))
                        .collect(Collectors.joining(" ")))
                .isEqualTo("1:3 1:4 1:5 1:2 1:6 1:1 2:6 2:2 2:1 2:5 2:3 2:4 3:2 3:3 3:1 3:5 3:4 3:6");
    }

    @Test
    void keepsEarlierBlocksWhenBlocksAreAdded() throws IOException {
        String vary = "vary: {mss: [100, 200, 300, 400, 500, 600]}\n";
        Plan shorter = plan(vary + "blocks: 2", Topologies.flat(2));
        Plan longer = plan(vary + "blocks: 5", Topologies.flat(2));
        assertThat(longer.trials()).startsWith(shorter.trials().toArray(PlannedTrial[]::new));
        Plan otherSeed = plan(vary + "blocks: 2\nseed: 43", Topologies.flat(2));
        assertThat(otherSeed.trials()).isNotEqualTo(shorter.trials());
    }

    @Test
    void measuresEveryCombinationOnceInEachBlock() throws IOException {
        Plan plan = plan("vary: {client-core: all, server-core: all}\nblocks: 4", Topologies.flat(5));
        assertThat(plan.trials()).hasSize(100);
        for (int block = 1; block <= 4; block++) {
            List<PlannedTrial> trials = plan.trials().subList((block - 1) * 25, block * 25);
            assertThat(trials).extracting(PlannedTrial::block).containsOnly(block);
            assertThat(trials)
                    .extracting(PlannedTrial::levels)
                    .containsExactlyInAnyOrderElementsOf(plan.combinations());
            assertThat(trials).extracting(PlannedTrial::order).first().isEqualTo(1);
        }
        assertThat(plan.trials())
                .extracting(PlannedTrial::trial)
                .startsWith(1, 2, 3)
                .endsWith(99, 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{client-core: all, server-core: same}|0>0 1>1 2>2",
                "{client-core: all, server-core: different}|0>1 0>2 1>0 1>2 2>0 2>1",
                "{client-core: different, server-core: 1}|0>1 2>1",
                "{client-core: [same, 0], server-core: 1}|1>1 0>1",
                "{client-core: 0-1, server-core: 2}|0>2 1>2",
                "{client-core: [0, all], server-core: 0}|0>0 1>0 2>0",
            })
    void pairsCores(String vary, String expected) throws IOException {
        assertThat(pairs(plan("vary: " + vary, Topologies.flat(3)))).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1|0", "2|0 16", "3|0 1 16", "4|0 1 16 17", "99|64"})
    void spreadsOverNodesThenCoresThenSiblings(int atMost, String expected) throws IOException {
        Plan plan = plan("vary: {client-core: {spread: " + atMost + "}, server-core: 0}", Topologies.twoSockets());
        List<String> chosen = plan.combinations().stream()
                .map(levels -> levels.get(Factor.CLIENT_CORE))
                .toList();
        if (atMost == 99) {
            assertThat(chosen).hasSize(64);
        } else {
            assertThat(chosen).containsExactly(expected.split(" "));
        }
    }

    @Test
    void spreadsOverCoresBeforeSiblings() throws IOException {
        List<CpuTopology> siblingsFirst = List.of(
                new CpuTopology(0, 0, 0, 0),
                new CpuTopology(1, 0, 0, 0),
                new CpuTopology(2, 1, 0, 0),
                new CpuTopology(3, 1, 0, 0));
        assertThat(pairs(plan("vary: {client-core: {spread: 2}, server-core: 0}", siblingsFirst)))
                .containsExactly("0>0", "2>0");
    }

    @Test
    void leavesOutWhatIsExcluded() throws IOException {
        Plan plan = plan(
                "vary: {path: [native-to-native, pod-to-pod], mss: [536, 1448]}\n"
                        + "exclude: [{path: native-to-native, mss: 536}, {mss: [777, 778]}]",
                Topologies.flat(2));
        assertThat(texts(plan, Factor.PATH, Factor.MSS))
                .containsExactly(
                        "path=native-to-native mss=1448", "path=pod-to-pod mss=536", "path=pod-to-pod mss=1448");
        assertThat(plan.notes()).containsExactly("the exclude {mss: [777, 778]} matches no combination");
    }

    @Test
    void mergesSegmentSizesOnUdp() throws IOException {
        Plan plan = plan("vary: {mss: [536, 1448], protocol: [tcp, udp]}", Topologies.flat(2));
        assertThat(texts(plan, Factor.MSS, Factor.PROTOCOL))
                .containsExactly("mss=536 protocol=tcp", "mss=default protocol=udp", "mss=1448 protocol=tcp");
        assertThat(plan.notes())
                .containsExactly("mss does not apply to udp: 2 combinations became mss=default, which left 3 of 4");
    }

    @Test
    void measuresNativePathsOnceForAllDatapaths() throws IOException {
        Plan plan = plan("vary: {path: [native-to-native, pod-to-pod], datapath: [veth, bridge]}", Topologies.flat(2));
        assertThat(texts(plan, Factor.PATH, Factor.DATAPATH))
                .containsExactly(
                        "path=native-to-native datapath=veth",
                        "path=pod-to-pod datapath=veth",
                        "path=pod-to-pod datapath=bridge");
        assertThat(plan.notes())
                .containsExactly(
                        "native-to-native uses no datapath: 1 combination that would repeat another" + " left out");
    }

    @Test
    void dropsWhatNeedsACpuThatIsNotThere() throws IOException {
        Plan plan = plan(
                "vary: {softirq-core: [default, other, server], competitor: [none, elsewhere:100, softirq-core:50]}",
                Topologies.flat(2));
        assertThat(texts(plan, Factor.SOFTIRQ_CORE, Factor.COMPETITOR))
                .containsExactly(
                        "softirq-core=default competitor=none",
                        "softirq-core=server competitor=none",
                        "softirq-core=server competitor=softirq-core:50");
        assertThat(plan.notes())
                .containsExactly(
                        "3 combinations left out: softirq-core other needs a CPU that is neither the client's nor the"
                                + " server's",
                        "3 combinations left out: the competitor has no CPU: elsewhere needs a spare one, softirq-core"
                                + " needs steering that is not default");
    }

    @Test
    void notesSegmentsBeyondTheMtu() throws IOException {
        assertThat(plan("vary: {mss: [536, 9000]}", Topologies.flat(2)).notes())
                .containsExactly("mss 9000 does not fit into an MTU of 1500: TCP will use at most 1460 bytes");
    }

    @Test
    void notesSegmentsBeyondEachMtu() throws IOException {
        assertThat(plan("vary: {mss: [1448, 9000], mtu: [576, 1500, 9100]}", Topologies.flat(2))
                        .notes())
                .containsExactly(
                        "mss 1448, 9000 does not fit into an MTU of 576: TCP will use at most 536 bytes",
                        "mss 9000 does not fit into an MTU of 1500: TCP will use at most 1460 bytes");
    }

    @Test
    void leavesOutAnMtuThatADatapathCannotBeBuiltWith() throws IOException {
        Plan plan =
                plan("vary: {path: pod-to-pod, datapath: [veth, bridge], mtu: [1500, '09000']}", Topologies.flat(2));

        assertThat(texts(plan, Factor.DATAPATH, Factor.MTU))
                .containsExactly("datapath=veth mtu=1500", "datapath=bridge mtu=1500", "datapath=bridge mtu=9000");
        assertThat(plan.notes())
                .containsExactly("1 combination left out: datapath veth takes an MTU of at most 1500 bytes");
    }

    @Test
    void nodesAreMeasuredOverADatapathThatTakesEveryMtu() throws IOException {
        Plan plan = plan("vary: {datapath: [veth, bridge], mtu: [1500, 9000]}", Topologies.flat(2));

        assertThat(texts(plan, Factor.DATAPATH, Factor.MTU))
                .containsExactly("datapath=bridge mtu=1500", "datapath=bridge mtu=9000");
    }

    @Test
    void refusesAnEmptyPlanAndNamesWhatEmptiedIt() throws IOException {
        List<CpuTopology> two = Topologies.flat(2);
        Profile excluded = load("exclude: [{path: native-to-native}]", two);
        assertThatThrownBy(() -> Planner.plan(excluded, two, LARGEST_MTU_BYTES))
                .isInstanceOf(ProfileException.class)
                .hasMessage("profile a: no combination is left to measure on CPUs 0-1; excluded are"
                        + " {path: native-to-native}; expected at least one");
        List<CpuTopology> one = Topologies.flat(1);
        Profile pair = load("vary: {client-core: all, server-core: different}", one);
        assertThatThrownBy(() -> Planner.plan(pair, one, LARGEST_MTU_BYTES))
                .hasMessageContaining("on CPUs 0; nothing is excluded; no pair of cores is left");
    }

    @Test
    void refusesAPlanThatWouldNeverEnd() throws IOException {
        List<CpuTopology> many = Topologies.flat(1024);
        Profile cores = load("vary: {client-core: all, server-core: all}\nblocks: 1", many);
        assertThatThrownBy(() -> Planner.plan(cores, many, LARGEST_MTU_BYTES))
                .hasMessageContaining("more than 1000000 combinations");
        Profile blocks = load("vary: {client-core: all}\nblocks: 10000", many);
        assertThatThrownBy(() -> Planner.plan(blocks, many, LARGEST_MTU_BYTES))
                .hasMessageContaining("1024 combinations in 10000 blocks make 10240000 trials");
    }

    @Test
    void tellsHowLongItTakes() throws IOException {
        Plan plan = plan("traffic: {duration: 10s, omit: 2s}\nblocks: 5", Topologies.flat(2));
        assertThat(plan.expectedWallTime(Duration.ofMillis(250))).isEqualTo(Duration.ofMillis(61_250));
    }

    @ParameterizedTest
    @CsvSource({"1,6,24", "2,24,96", "64,24,96"})
    void plansTheFirstLookOnSmallAndLargeMachines(int cpus, int combinations, int trials) {
        List<CpuTopology> online = Topologies.flat(cpus);
        Plan plan = Planner.plan(published("first-look", online), online, LARGEST_MTU_BYTES);
        assertThat(plan.combinations()).hasSize(combinations);
        assertThat(plan.trials()).hasSize(trials);
        assertThat(plan.notes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,10", "2,40", "64,40960"})
    void plansCoreMssOnSmallAndLargeMachines(int cpus, int combinations) {
        List<CpuTopology> online = Topologies.flat(cpus);
        Plan plan = Planner.plan(published("core-mss", online), online, LARGEST_MTU_BYTES);
        assertThat(plan.combinations()).hasSize(combinations);
        assertThat(new HashSet<>(plan.combinations())).hasSize(combinations);
        assertThat(plan.trials()).hasSize(10 * combinations);
        assertThat(plan.combinations()).noneMatch(PlannerTest::isExcludedFromCoreMss);
        assertThat(plan.combinations().get(0).describe(CORES::contains)).isEqualTo("client-core=0 server-core=0");
    }

    private static boolean isExcludedFromCoreMss(Levels levels) {
        return levels.get(Factor.PATH).equals("native-to-native")
                && levels.get(Factor.MSS).equals("536");
    }

    @Test
    void needsACpu() throws IOException {
        Profile profile = load("", Topologies.flat(1));
        assertThatThrownBy(() -> Planner.plan(profile, Collections.emptyList(), LARGEST_MTU_BYTES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no CPU is online");
    }

    @Test
    void threadsPollOnlyWhereAVethTakesTheWayOfNapi() throws IOException {
        Plan plan = plan(
                "vary: {threaded-napi: [false, true], offload: [\"on\", \"off\", {gro: on}, {tso: off, gro: on}]}",
                Topologies.flat(2));

        assertThat(texts(plan, Factor.OFFLOAD, Factor.THREADED_NAPI))
                .containsExactly(
                        "offload=on threaded-napi=false",
                        "offload=off threaded-napi=false",
                        "offload=gro=on threaded-napi=false",
                        "offload=tso=off,gro=on threaded-napi=false",
                        "offload=tso=off,gro=on threaded-napi=true");
        assertThat(plan.notes())
                .containsExactly(
                        "3 combinations left out: threaded-napi true needs an offload with tso=off and gro=on, or"
                                + " no veth takes the way of NAPI");
    }

    @Test
    void transmitsFromElsewhereOnlyWhereThereIsAnotherCpu() throws IOException {
        String yaml = "vary: {xps: [none, client, elsewhere], softirq-core: [default, elsewhere]}";

        assertThat(texts(plan(yaml, Topologies.flat(3)), Factor.SOFTIRQ_CORE, Factor.XPS))
                .containsExactly(
                        "softirq-core=default xps=none",
                        "softirq-core=default xps=client",
                        "softirq-core=default xps=other",
                        "softirq-core=other xps=none",
                        "softirq-core=other xps=client",
                        "softirq-core=other xps=other");
        Plan two = plan(yaml, Topologies.flat(2));
        assertThat(texts(two, Factor.XPS)).containsExactly("xps=none", "xps=client");
        assertThat(two.notes())
                .containsExactly(
                        "3 combinations left out: softirq-core other needs a CPU that is neither the client's nor the"
                                + " server's",
                        "1 combination left out: xps other needs a CPU that is neither the client's nor the server's");
    }
}
