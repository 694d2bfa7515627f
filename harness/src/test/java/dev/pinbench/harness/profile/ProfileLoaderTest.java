package dev.pinbench.harness.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.existing.Endpoints;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ProfileLoaderTest {

    private static Profile parse(String yaml, String... sets) {
        return parse(yaml, new Overrides(List.of(sets), null, null, null));
    }

    private static Profile parse(String yaml, Overrides overrides) {
        return ProfileLoader.parse(yaml, "p.yaml", overrides, Set.of("veth", "bridge"), Topologies.flat(10));
    }

    @Test
    void fillsInEveryDefault() {
        Profile profile = parse("name: a");
        assertThat(profile.toJson().toString())
                .isEqualTo("{\"name\":\"a\",\"vary\":{\"path\":[\"native-to-native\"],\"datapath\":[\"bridge\"],"
                        + "\"client-core\":[\"0\"],\"server-core\":[\"1\"],\"softirq-core\":[\"default\"],"
                        + "\"mss\":[\"default\"],\"offload\":[\"on\"],\"competitor\":[\"none\"],\"streams\":[\"1\"],"
                        + "\"protocol\":[\"tcp\"],\"nodes\":[\"2\"],\"rfs\":[\"default\"],\"threaded-napi\":[\"false\"],\"xps\":[\"default\"],\"irq-affinity\":[\"default\"],\"mtu\":[\"1500\"]},\"exclude\":[],\"traffic\":{\"duration\":\"10s\","
                        + "\"omit\":\"0s\",\"rate\":\"unlimited\",\"reverse\":false},\"blocks\":10,"
                        + "\"seed\":42,\"sampling\":{\"rate\":\"10/s\",\"probe\":\"proc\",\"profile\":\"none\"}}");
    }

    @Test
    void allDatapathsStandForTheSupportedOnes() {
        Profile profile = parse("name: a\nvary: {datapath: [veth, all]}");

        assertThat(profile.levels(Factor.DATAPATH)).containsExactly("veth", "all");
        Profile resolved = profile.withDatapaths(List.of("bridge", "veth", "x"));
        assertThat(resolved.levels(Factor.DATAPATH)).containsExactly("veth", "bridge", "x");
        assertThat(Profile.fromJson(resolved.toJson())).isEqualTo(resolved);
    }

    @Test
    void endpointsThatExistTakeThePlaceOfTheLab() {
        Profile profile = parse("name: a\nendpoints: {client: docker:web, server: {at: pid:7, address: 10.0.0.7}}\n"
                + "vary: {path: native-to-native, mss: [536, default]}\ntraffic: {mtu: 1500}");

        assertThat(profile.endpoints()).isEqualTo(new Endpoints("docker:web", "pid:7", "10.0.0.7"));
        assertThat(profile.levels(Factor.PATH)).containsExactly("docker:web-to-pid:7");
        assertThat(profile.levels(Factor.DATAPATH)).containsExactly("existing");
        assertThat(profile.levels(Factor.OFFLOAD)).containsExactly("existing");
        assertThat(profile.levels(Factor.NODES)).containsExactly("existing");
        assertThat(profile.levels(Factor.MTU)).containsExactly("existing");
        assertThat(profile.levels(Factor.MSS)).containsExactly("536", "default");
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
        assertThat(profile.toJson().path("vary").has("path")).isFalse();
        assertThat(parse("name: a\nendpoints: {client: native, server: native}", "endpoints.server=netns:a.b")
                        .endpoints())
                .isEqualTo(new Endpoints("native", "netns:a.b", null));
    }

    @Test
    void offloadsAreReadAtNamedHops() {
        Profile profile =
                parse("name: a\nvary: {offload: [{tx: off, hops: [wire, pod-a/eth0]}, {tx: off, hops: wire}]}");

        assertThat(profile.levels(Factor.OFFLOAD)).containsExactly("tx=off@pod-a/eth0+wire", "tx=off@wire");
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
        assertThat(parse("name: a", "offload=tx=off,tso=off@wire+eth0,on").levels(Factor.OFFLOAD))
                .containsExactly("tso=off,tx=off@eth0+wire", "on");
    }

    @Test
    void nodesAreAFactorWithAShortKey() {
        Profile profile = parse("name: a\nvary: {nodes: [1, 2]}\nexclude: [{nodes: 1}]");

        assertThat(profile.levels(Factor.NODES)).containsExactly("1", "2");
        assertThat(profile.excludes().get(0).describe()).isEqualTo("{nodes: 1}");
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
        assertThat(parse("name: a\nnodes: 1", "nodes=1,2").levels(Factor.NODES)).containsExactly("1", "2");
        assertThatThrownBy(() -> parse("name: a\nvary: {nodes: 1}\nnodes: 2"))
                .hasMessage("p.yaml:3:1: nodes: vary.nodes is given too; expected one of the two");
    }

    @Test
    void mtuIsAFactorWithAShortKey() {
        Profile profile = parse("name: a\nvary: {mtu: [1500, 9000]}\nexclude: [{mtu: 9000, mss: 536}]");

        assertThat(profile.levels(Factor.MTU)).containsExactly("1500", "9000");
        assertThat(profile.excludes().get(0).describe()).isEqualTo("{mss: 536, mtu: 9000}");
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
        assertThat(parse("name: a\ntraffic: {mtu: 9000}", "mtu=576,1500").levels(Factor.MTU))
                .containsExactly("576", "1500");
        assertThat(parse("name: a\nvary: {mtu: [576, 1500]}", "traffic.mtu=9000")
                        .levels(Factor.MTU))
                .containsExactly("9000");
        assertThat(parse("name: a", "mtu=576", "traffic.mtu=9000", "mtu=1400").levels(Factor.MTU))
                .containsExactly("1400");
    }

    @Test
    void aProfileStoredBeforeTheMtuWasAFactorKeepsIt() {
        ObjectNode stored = parse("name: a").toJson();
        ((ObjectNode) stored.path("vary")).remove("mtu");
        ((ObjectNode) stored.path("traffic")).put("mtu", 9000);

        assertThat(Profile.fromJson(stored).levels(Factor.MTU)).containsExactly("9000");
    }

    @Test
    void readsEveryKey() {
        Profile profile = parse("""
                name: all-keys
                about: Everything at once.
                vary:
                  path: pod-to-pod
                  datapath: [veth, bridge]
                exclude: [{datapath: veth, mss: [default]}]
                nodes: 1
                traffic: {duration: 3s, omit: 2s, rate: 1.5G/10, reverse: true, window: 256K, length: 1400, mtu: 9000}
                blocks: 7
                seed: -9223372036854775808
                sampling: {rate: 100/s, probe: proc, profile: perf}
                """);
        assertThat(profile.about()).isEqualTo("Everything at once.");
        assertThat(profile.traffic()).isEqualTo(new TrafficSettings(3, 2, "1.5G/10", true, "256K", "1400"));
        assertThat(profile.levels(Factor.MTU)).containsExactly("9000");
        assertThat(profile.sampling()).isEqualTo(new Sampling(100, "proc", "perf"));
        assertThat(profile.blocks()).isEqualTo(7);
        assertThat(profile.levels(Factor.NODES)).containsExactly("1");
        assertThat(profile.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(profile.excludes()).hasSize(1);
        assertThat(profile.excludes().get(0).describe()).isEqualTo("{datapath: veth, mss: default}");
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client-core|0-3,8|0 1 2 3 8",
                "client-core|[3, \"1\", 3]|3 1",
                "client-core|all|all",
                "client-core|[same, {spread: 2}]|same spread:2",
                "server-core|different|different",
                "softirq-core|0-2,3|0-3",
                "softirq-core|[0, client, other, '0,8']|0 client other 0,8",
                "mss|[536, '1448', default]|536 1448 default",
                "offload|[on, \"off\"]|on off",
                "offload|{gro: on, tso: off}|tso=off,gro=on",
                "offload|tx=on,tso=off|tso=off,tx=on",
                "competitor|{on: server-core}|server-core:100",
                "competitor|[none, {on: 3, load: 50}, elsewhere:10]|none 3:50 elsewhere:10",
                "streams|[1, 4, {processes: 4}, {parallel: 1}]|1 parallel:4 processes:4",
                "protocol|[udp, tcp]|udp tcp",
            })
    void bringsLevelsToCanonicalText(String factor, String yaml, String expected) {
        Profile profile = parse("name: a\nvary:\n  " + factor + ": " + yaml + "\n");
        assertThat(profile.levels(Factor.ofLabel(factor).orElseThrow())).containsExactly(expected.split(" "));
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mss=536,1448|mss|536 1448",
                "client-core=0-1|client-core|0 1",
                "client-core=0-3,8|client-core|0 1 2 3 8",
                "client-core=spread:2|client-core|spread:2",
                "competitor=server-core:100|competitor|server-core:100",
                "offload=off|offload|off",
                "offload=on,tso=off,gro=on,off|offload|on tso=off,gro=on off",
                "streams=1,processes:4|streams|1 processes:4",
                "softirq-core=[\"0,8\"]|softirq-core|0,8",
                "softirq-core=0,8|softirq-core|0 8",
                "path=pod-to-pod, pod-to-native|path|pod-to-pod pod-to-native",
            })
    void takesLevelsFromTheCommandLine(String set, String factor, String expected) {
        Profile profile = parse("name: a\nvary: {mss: 999999}\n", set, "mss=default", set);
        assertThat(profile.levels(Factor.ofLabel(factor).orElseThrow())).containsExactly(expected.split(" "));
    }

    @Test
    void takesOtherValuesFromTheCommandLine() {
        Overrides overrides = new Overrides(
                List.of("traffic.rate=1G", "traffic.mtu=9000", "traffic.reverse=true", "sampling.rate=20/s", "nodes=1"),
                3,
                7L,
                "5s");
        Profile profile = parse("name: a\ntraffic: {duration: 10s, omit: 1s}\n", overrides);
        assertThat(profile.traffic()).isEqualTo(new TrafficSettings(5, 1, "1G", true, null, null));
        assertThat(profile.levels(Factor.MTU)).containsExactly("9000");
        assertThat(profile.sampling().framesPerSecond()).isEqualTo(20);
        assertThat(profile.levels(Factor.NODES)).containsExactly("1");
        assertThat(List.of(profile.blocks(), (int) profile.seed())).containsExactly(3, 7);
    }

    @Test
    void writesTheSameDataHoweverTheProfileIsWritten() {
        Profile one = parse("{seed: 1, name: a, vary: {mss: [536], client-core: 0-1}}");
        Profile other = parse("name: a\nvary:\n  client-core: [0, '1']\n  mss: '536'\nseed: 1\n");
        assertThat(one.toJson().toString()).isEqualTo(other.toJson().toString());
    }

    @Test
    void restoresWhatWasStoredAsText() {
        Profile profile = parse("name: a\nvary: {client-core: all, offload: {gro: on}, streams: {processes: 2}}");
        String stored = profile.toJson().toString();
        assertThat(Profile.fromJson(new JsonMapper().readTree(stored))).isEqualTo(profile);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-,10,0,1", "2,10,2,0", "-,1,0,0", "same,10,same,0", "all,10,all,1", "0,1,0,0"})
    void choosesAServerCoreBesideTheClients(@Nullable String client, int cpus, String first, String second) {
        String yaml = client == null ? "name: a" : "name: a\nvary: {client-core: " + client + "}";
        Profile profile =
                ProfileLoader.parse(yaml, "p.yaml", Overrides.none(), Set.of("bridge"), Topologies.flat(cpus));
        assertThat(profile.levels(Factor.CLIENT_CORE)).containsExactly(first);
        assertThat(profile.levels(Factor.SERVER_CORE)).containsExactly(second);
    }

    @Test
    void readsBehindAByteOrderMarkAndComments() {
        assertThat(parse("\uFEFF# a comment\n---\nname: a\n").name()).isEqualTo("a");
        assertThatThrownBy(() -> parse("\uFEFF# a comment\n---\nname: A\n"))
                .hasMessageStartingWith("p.yaml:3:7: name: ");
    }

    @Test
    void refusesAStoredProfileThatIsNone() {
        JsonMapper mapper = new JsonMapper();
        assertThatThrownBy(() -> Profile.fromJson(mapper.readTree("[]")))
                .isInstanceOf(ProfileException.class)
                .hasMessage("the stored profile is not an object");
        assertThatThrownBy(() -> Profile.fromJson(mapper.readTree("{\"name\": \"a\", \"blocks\": 0}")))
                .isInstanceOf(ProfileException.class)
                .hasMessage(
                        "stored profile: blocks: 0 is too small; expected a whole number of blocks from 1 to 10000");
        assertThatThrownBy(() -> Profile.fromJson(mapper.readTree("{\"name\": \"a\"}")))
                .isInstanceOf(ProfileException.class)
                .hasMessage("a stored profile has to name both cores");
    }
}
