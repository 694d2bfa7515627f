package dev.pinbench.harness.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WrongProfileTest {

    private static final String CORES = "expected all, same, different, a CPU list such as 0-3,8 or {spread: N}";
    private static final String MSS = "expected a segment size of 88 to 32767 bytes, or default";
    private static final String OFFLOAD = "expected \"on\", \"off\" or a map such as {tso: off, gro: on}";
    private static final String RFS =
            "expected default, or a number of table entries that is a power of two, such as 32768";
    private static final String FACTORS = "expected one of path, datapath, client-core, server-core, softirq-core, mss,"
            + " offload, competitor, streams, protocol, nodes, rfs, threaded-napi, xps, irq-affinity,"
            + " mtu";
    private static final String KEYS =
            "expected one of name, about, endpoints, vary, exclude, nodes, traffic, blocks, seed, sampling";

    @ParameterizedTest
    @MethodSource({
        "notAProfile",
        "wrongKeys",
        "wrongLevels",
        "wrongCores",
        "wrongTraffic",
        "wrongEndpoints",
        "severalProblems"
    })
    void saysWhereWhatAndWhatWasExpected(String yaml, String message) {
        assertThat(failure(yaml, Overrides.none())).hasMessage(message);
    }

    static List<Arguments> notAProfile() {
        return List.of(
                Arguments.of("", "p.yaml: the file is empty; expected a profile, a YAML mapping"),
                Arguments.of("# only\n", "p.yaml: the file is empty; expected a profile, a YAML mapping"),
                Arguments.of(
                        "- 1",
                        "p.yaml:1:1: this is not a YAML mapping; expected keys such as name, vary, traffic, blocks"),
                Arguments.of(
                        "name: [1\n",
                        "p.yaml:1:9: not YAML: while parsing a flow sequence, expected ',' or ']', but got"
                                + " <stream end>"),
                Arguments.of("name: a: b", "p.yaml:1:8: not YAML: mapping values are not allowed here"),
                Arguments.of(
                        "name: a\nname: b", "p.yaml:2:1: the key \"name\" is given twice; it stands in line 1 already"),
                Arguments.of(
                        "name: a\n---\nname: b",
                        "p.yaml:3:1: a second YAML document begins; expected one profile in a file"),
                Arguments.of(
                        "name: &x a\nabout: *x", "p.yaml:2:8: an alias (*x) is used; profiles do not take aliases"),
                Arguments.of("name: a\nvary: " + "[".repeat(5000), "p.yaml:2:23: values are nested more than 16 deep"),
                Arguments.of("name: a\nabout: !!binary aGk=", "p.yaml:2:8: this kind of YAML value is not taken"));
    }

    static List<Arguments> wrongKeys() {
        return List.of(
                Arguments.of(
                        "about: x",
                        "p.yaml:1:1: the key \"name\" is missing; expected a name of small letters, digits and"
                                + " hyphens, such as core-mss"),
                Arguments.of("nmae: a", "p.yaml:1:1: unknown key \"nmae\"; " + KEYS + "; did you mean \"name\"?"),
                Arguments.of(
                        "name: a\nblokcs: 4",
                        "p.yaml:2:1: unknown key \"blokcs\"; " + KEYS + "; did you mean \"blocks\"?"),
                Arguments.of(
                        "name: a\nvary:\n  client_core: 1",
                        "p.yaml:3:3: unknown key \"client_core\" in vary; " + FACTORS
                                + "; did you mean \"client-core\"?"),
                Arguments.of(
                        "name: a\nexclude: [{mms: 1}]",
                        "p.yaml:2:12: unknown key \"mms\" in exclude[0]; " + FACTORS + "; did you mean \"mss\"?"),
                Arguments.of("name: a\n\"x\\ny\": 1", "p.yaml:2:1: unknown key \"x\\u000ay\"; " + KEYS),
                Arguments.of(
                        "name: A b",
                        "p.yaml:1:7: name: \"A b\" is not allowed; expected a name of small letters, digits and"
                                + " hyphens, such as core-mss"),
                Arguments.of(
                        "name: a\nexclude: {mss: 536}",
                        "p.yaml:2:10: exclude: a map is not allowed; expected a list of mappings from factor to the"
                                + " level or levels to leave out"),
                Arguments.of("name: a\nnodes: 3", "p.yaml:2:8: nodes: 3 is not allowed; expected 1 or 2"));
    }

    static List<Arguments> wrongLevels() {
        return List.of(
                Arguments.of("name: a\nvary:\n  mss: 77", "p.yaml:3:8: vary.mss: 77 is too small; " + MSS),
                Arguments.of("name: a\nvary:\n  mss: '0087'", "p.yaml:3:8: vary.mss: 87 is too small; " + MSS),
                Arguments.of(
                        "name: a\nvary: {mss: [[536]]}", "p.yaml:2:14: vary.mss[0]: a list is not allowed; " + MSS),
                Arguments.of(
                        "name: a\nvary: {path: []}",
                        "p.yaml:2:14: vary.path: an empty list is not allowed; expected at least one level"),
                Arguments.of(
                        "name: a\nvary:\n  path: pod-to-nativ",
                        "p.yaml:3:9: vary.path: \"pod-to-nativ\" is not allowed; expected native-to-native,"
                                + " pod-to-native, native-to-pod or pod-to-pod; did you mean \"pod-to-native\"?"),
                Arguments.of(
                        "name: a\nvary: {datapath: 7}",
                        "p.yaml:2:18: vary.datapath: 7 is not allowed; expected all, or the name of a datapath such as"
                                + " bridge (pinbench doctor lists them)"),
                Arguments.of(
                        "name: a\nvary: {datapath: [bridge, Brigde]}",
                        "p.yaml:2:27: vary.datapath[1]: this program has no datapath \"Brigde\"; expected one of all,"
                                + " bridge, veth; did you mean \"bridge\"?"),
                Arguments.of(
                        "name: a\nvary: {datapath: all but veth}",
                        "p.yaml:2:18: vary.datapath: this program has no datapath \"all but veth\"; expected one of all,"
                                + " bridge, veth"),
                Arguments.of(
                        "name: a\nexclude: [{datapath: 'all but veth, brigde'}]",
                        "p.yaml:2:22: exclude[0].datapath: this program has no datapath \"brigde\"; expected one of all,"
                                + " bridge, veth; did you mean \"bridge\"?"),
                Arguments.of(
                        "name: a\nvary: {datapath: all}\nexclude: [{datapath: all}]",
                        "p.yaml:3:22: exclude[0].datapath: all would leave nothing; expected names of datapaths"),
                Arguments.of(
                        "name: a\nvary:\n  offload: true",
                        "p.yaml:3:12: vary.offload: true is not allowed; " + OFFLOAD + "; write \"on\""),
                Arguments.of(
                        "name: a\nvary: {offload: {tso: false}}",
                        "p.yaml:2:23: vary.offload.tso: false is not allowed; expected \"on\" or \"off\"; write"
                                + " \"off\""),
                Arguments.of(
                        "name: a\nvary: {offload: {tx: off, hops: [wire, a/b]}}",
                        "p.yaml:2:17: vary.offload: expected an interface such as wire or pod-a/eth0, but found \"a/b\""
                                + " among the hops of an offload"),
                Arguments.of(
                        "name: a\nvary: {offload: 'tso=on,tso=off'}",
                        "p.yaml:2:17: vary.offload: offload switch tso is given twice"),
                Arguments.of(
                        "name: a\nvary: {competitor: {on: servercore}}",
                        "p.yaml:2:25: vary.competitor.on: \"servercore\" is not allowed; expected client-core,"
                                + " server-core, softirq-core, elsewhere or a CPU number; did you mean"
                                + " \"server-core\"?"),
                Arguments.of(
                        "name: a\nvary: {competitor: {on: 1, load: 101}}",
                        "p.yaml:2:34: vary.competitor.load: 101 is too large; expected a load of 1 to 100 percent of"
                                + " one core"),
                Arguments.of(
                        "name: a\nvary: {streams: {parallel: 4, processes: 2}}",
                        "p.yaml:2:17: vary.streams: a map is not allowed; expected a number of 1 to 128,"
                                + " {parallel: N} or {processes: N}"),
                Arguments.of(
                        "name: a\nvary: {rfs: [defualt, 63]}",
                        "p.yaml:2:14: vary.rfs[0]: \"defualt\" is not allowed; " + RFS + "; did you mean \"default\"?\n"
                                + "p.yaml:2:23: vary.rfs[1]: 63 is too small; " + RFS),
                Arguments.of(
                        "name: a\nvary: {rfs: 30000}",
                        "p.yaml:2:13: vary.rfs: 30000 is no power of two from 64 to 1048576; expected such a number of"
                                + " entries, as 32768, or default"),
                Arguments.of(
                        "name: a\nvary: {threaded-napi: [true, yes]}",
                        "p.yaml:2:30: vary.threaded-napi[1]: \"yes\" is not allowed; expected true or false"),
                Arguments.of(
                        "name: a\nvary: {threadedNapi: true}",
                        "p.yaml:2:8: unknown key \"threadedNapi\" in vary; " + FACTORS
                                + "; did you mean \"threaded-napi\"?"),
                Arguments.of(
                        "name: a\nvary: {xps: [sever, 3]}",
                        "p.yaml:2:14: vary.xps[0]: \"sever\" is not allowed; expected default, none, client, server, other"
                                + " or a CPU list such as 0-3; did you mean \"server\"?"),
                Arguments.of(
                        "name: a\nvary: {xps: 0-7}",
                        "p.yaml:2:13: vary.xps: CPU 2-7 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of(
                        "name: a\nvary: {rsf: 32768}",
                        "p.yaml:2:8: unknown key \"rsf\" in vary; " + FACTORS + "; did you mean \"rfs\"?"),
                Arguments.of(
                        "name: a\nvary: {protocol: [tcp, sctp]}",
                        "p.yaml:2:24: vary.protocol[1]: \"sctp\" is not allowed; expected tcp or udp"));
    }

    static List<Arguments> wrongCores() {
        return List.of(
                Arguments.of(
                        "name: a\nvary: {client-core: 99}",
                        "p.yaml:2:21: vary.client-core: CPU 99 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of(
                        "name: a\nvary:\n  client-core:\n    - 0\n    - 1-9",
                        "p.yaml:5:7: vary.client-core[1]: CPU 2-9 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of(
                        "name: a\nvary: {softirq-core: 0-7}",
                        "p.yaml:2:22: vary.softirq-core: CPU 2-7 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of(
                        "name: a\nvary: {competitor: {on: 9}}",
                        "p.yaml:2:20: vary.competitor: CPU 9 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of(
                        "name: a\nvary: {client-core: 3-1}",
                        "p.yaml:2:21: vary.client-core: the range 3-1 runs backwards; expected 1-3 or a list such as"
                                + " 0-3,8"),
                Arguments.of(
                        "name: a\nvary: {client-core: sme}",
                        "p.yaml:2:21: vary.client-core: \"sme\" is not allowed; " + CORES + "; did you mean \"same\"?"),
                Arguments.of(
                        "name: a\nvary: {client-core: same, server-core: [0, different]}",
                        "p.yaml:2:40: vary.server-core: client-core and server-core are both relations (same,"
                                + " different); expected CPUs, all or {spread: N} on one side"),
                Arguments.of(
                        "name: a\nexclude:\n  - {client-core: {spread: 2}}",
                        "p.yaml:3:19: exclude[0].client-core: {spread: N} names no CPU to exclude; expected all, same,"
                                + " different or a CPU list such as 0-3,8"));
    }

    static List<Arguments> wrongTraffic() {
        String seconds = "expected whole seconds from 1s to 86400s, such as 10s";
        String rate = "expected \"unlimited\" or bits per second as for iperf3 -b, such as 500M or 10G";
        String mtu = "expected an MTU of 576 to 65535 bytes";
        return List.of(
                Arguments.of(
                        "name: a\nvary: {mtu: [1500, 575, '65536']}",
                        "p.yaml:2:20: vary.mtu[1]: 575 is too small; " + mtu + "\n"
                                + "p.yaml:2:25: vary.mtu[2]: 65536 is too large; " + mtu),
                Arguments.of("name: a\nvary: {mtu: jumbo}", "p.yaml:2:13: vary.mtu: \"jumbo\" is not allowed; " + mtu),
                Arguments.of(
                        "name: a\nvary: {mtu: [1500, 9000]}\ntraffic: {mtu: 9000}",
                        "p.yaml:3:11: traffic.mtu: vary.mtu is given too; expected one of the two"),
                Arguments.of(
                        "name: a\ntraffic: {duration: 10}",
                        "p.yaml:2:21: traffic.duration: 10 is not allowed; " + seconds),
                Arguments.of(
                        "name: a\ntraffic: {duration: 0s}",
                        "p.yaml:2:21: traffic.duration: \"0s\" is not allowed; " + seconds),
                Arguments.of(
                        "name: a\ntraffic: {duration: 99999s}",
                        "p.yaml:2:21: traffic.duration: \"99999s\" is too large; expected at most 86400s"),
                Arguments.of(
                        "name: a\ntraffic: {rate: unlimitd}",
                        "p.yaml:2:17: traffic.rate: \"unlimitd\" is not allowed; " + rate
                                + "; did you mean \"unlimited\"?"),
                Arguments.of(
                        "name: a\ntraffic: {rate: 0.0M}", "p.yaml:2:17: traffic.rate: \"0.0M\" sends nothing; " + rate),
                Arguments.of(
                        "name: a\ntraffic: {reverse: yes}",
                        "p.yaml:2:20: traffic.reverse: \"yes\" is not allowed; expected true or false"),
                Arguments.of(
                        "name: a\nblocks: 1.5",
                        "p.yaml:2:9: blocks: \"1.5\" is not allowed; expected a whole number of blocks from 1 to"
                                + " 10000"),
                Arguments.of(
                        "name: a\nseed: 99999999999999999999",
                        "p.yaml:2:7: seed: 99999999999999999999 is too large; expected a whole number of 64 bits"),
                Arguments.of(
                        "name: a\nsampling: {rate: 200/s}",
                        "p.yaml:2:18: sampling.rate: \"200/s\" is not allowed; expected frames per second from 1/s to"
                                + " 100/s, such as 10/s"));
    }

    static List<Arguments> wrongEndpoints() {
        String forms = "native, netns:NAME, docker:NAME, podman:NAME, crictl:ID or pid:N";
        String orMap = forms + "; with an address {at: docker:web, address: 172.17.0.2}";
        String given = "name: a\nendpoints: {client: native, server: native}\n";
        String cards =
                ": only interrupts of cards in the network that Pinbench is in can be moved; expected native among"
                        + " the endpoints, or default";
        String unsteered = ": endpoints that exist already are not steered; expected no such key, or default\n";
        String lab = ": this is the lab's to choose, and endpoints exist already; expected no such key, or ";
        return List.of(
                Arguments.of(
                        "name: a\nendpoints: {client: dokcer:web, server: nativ}",
                        "p.yaml:2:21: endpoints.client: \"dokcer:web\" is not allowed; expected " + orMap + "\n"
                                + "p.yaml:2:41: endpoints.server: \"nativ\" is not allowed; expected " + orMap
                                + "; did you mean \"native\"?"),
                Arguments.of(
                        "name: a\nendpoints: {client: native}",
                        "p.yaml:2:12: the key \"server\" is missing in endpoints; expected a mapping of client and"
                                + " server to where they are, such as {client: docker:web, server: native}"),
                Arguments.of(
                        "name: a\nendpoints: {client: 812, server: {at: 'netns:..', address: 1.2.3.400}}",
                        "p.yaml:2:21: endpoints.client: 812 is not allowed; expected " + orMap + "\n"
                                + "p.yaml:2:39: endpoints.server.at: \"netns:..\" is not allowed; expected " + forms
                                + "\n"
                                + "p.yaml:2:60: endpoints.server.address: \"1.2.3.400\" is not allowed; expected an"
                                + " IPv4 address such as 172.17.0.2"),
                Arguments.of(
                        "name: a\nendpoints: {client: {at: native, address: 1.2.3.4}, server: native}",
                        "p.yaml:2:34: endpoints.client.address: the client's address follows from its route; expected"
                                + " an address only of the server"),
                Arguments.of(
                        given + "vary: {path: pod-to-pod, datapath: [bridge, veth], offload: off}\nnodes: 1",
                        "p.yaml:3:14: vary.path" + lab + "native-to-native\n"
                                + "p.yaml:3:36: vary.datapath" + lab + "bridge\n"
                                + "p.yaml:3:61: vary.offload" + lab + "on\n"
                                + "p.yaml:4:8: nodes" + lab + "2"),
                Arguments.of(
                        given + "vary: {irq-affinity: [defualt, 9]}",
                        "p.yaml:3:23: vary.irq-affinity[0]: \"defualt\" is not allowed; expected default, client, server,"
                                + " other or a CPU list such as 0-3; did you mean \"default\"?"),
                Arguments.of(
                        given + "vary: {irq-affinity: [default, 9]}",
                        "p.yaml:3:32: vary.irq-affinity[1]: CPU 9 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of("name: a\nvary: {irq-affinity: client}", "p.yaml:2:22: vary.irq-affinity" + cards),
                Arguments.of(
                        "name: a\nendpoints: {client: pid:1, server: netns:x}\nvary: {irq-affinity: client}",
                        "p.yaml:3:22: vary.irq-affinity" + cards),
                Arguments.of(
                        given
                                + "vary: {softirq-core: server, rfs: 4096, threaded-napi: true, xps: none}\ntraffic: {mtu: 9000}",
                        "p.yaml:3:22: vary.softirq-core" + unsteered + "p.yaml:3:35: vary.rfs" + unsteered
                                + "p.yaml:3:56: vary.threaded-napi" + unsteered.replace("default", "false")
                                + "p.yaml:3:67: vary.xps" + unsteered
                                + "p.yaml:4:16: traffic.mtu" + lab + "1500"));
    }

    static List<Arguments> severalProblems() {
        return List.of(Arguments.of(
                "name: a\nblocks: 0\nvary:\n  mss: [536, 40000, foo]\n  ofload: on\n",
                "p.yaml:2:9: blocks: 0 is too small; expected a whole number of blocks from 1 to 10000\n"
                        + "p.yaml:4:14: vary.mss[1]: 40000 is too large; " + MSS + "\n"
                        + "p.yaml:4:21: vary.mss[2]: \"foo\" is not allowed; " + MSS + "\n"
                        + "p.yaml:5:3: unknown key \"ofload\" in vary; " + FACTORS + "; did you mean \"offload\"?"));
    }

    @Test
    void showsNoMoreThanTwentyProblems() {
        String yaml = "name: a\nvary: {mss: [" + "1, ".repeat(30) + "1]}";
        assertThat(failure(yaml, Overrides.none()).problems())
                .hasSize(21)
                .last()
                .isEqualTo("and 11 more");
    }

    @ParameterizedTest
    @MethodSource
    void namesTheOption(String set, String message) {
        assertThat(failure("name: a", new Overrides(List.of(set), null, null, null)))
                .hasMessage("--set " + set.replace("\n", "\\u000a") + ": " + message);
    }

    static List<Arguments> namesTheOption() {
        String dotted =
                ", endpoints.client, endpoints.server, traffic.duration, traffic.omit, traffic.rate, traffic.reverse, traffic.window,"
                        + " traffic.length, traffic.mtu, sampling.rate, sampling.probe, sampling.profile";
        return List.of(
                Arguments.of("mss", "there is no \"=\"; expected factor=levels, such as --set mss=536,1448"),
                Arguments.of("mss=", "there is nothing behind \"=\"; expected a value, such as --set mss=536,1448"),
                Arguments.of("mms=1", "unknown factor \"mms\"; " + FACTORS + dotted + "; did you mean \"mss\"?"),
                Arguments.of("mss=77,536", "vary.mss[0]: 77 is too small; " + MSS),
                Arguments.of(
                        "client-core=99",
                        "vary.client-core: CPU 99 is not online on this machine; expected CPUs of 0-1"),
                Arguments.of("client-core=0,", "vary.client-core[1]: \"\" is not allowed; " + CORES),
                Arguments.of("offload=true", "vary.offload: true is not allowed; " + OFFLOAD + "; write \"on\""),
                Arguments.of("nodes=5", "vary.nodes: 5 is not allowed; expected 1 or 2"),
                Arguments.of(
                        "mss=[1", "not YAML: while parsing a flow sequence, expected ',' or ']', but got <stream end>"),
                Arguments.of(
                        "mss=[536]\nname: b",
                        "there is more than one YAML value; expected a list or a map on one line"));
    }

    @Test
    void namesTheOptionsWithTheirOwnNames() {
        assertThat(failure("name: a", new Overrides(List.of(), 0, 1L, "10")))
                .hasMessage("--blocks 0: blocks: 0 is too small; expected a whole number of blocks from 1 to 10000\n"
                        + "--duration 10: traffic.duration: \"10\" is not allowed; expected whole seconds from 1s to"
                        + " 86400s, such as 10s");
    }

    @Test
    void keepsTheFilesPositionWhereAnOptionCannotBePut() {
        assertThat(failure("name: a\ntraffic: 3", new Overrides(List.of(), null, null, "5s")))
                .hasMessage("p.yaml:2:10: traffic: 3 is not allowed; expected a mapping of traffic keys such as"
                        + " duration, omit and rate");
    }

    @Test
    void namesAFileThatIsNoProfileInOneLine(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.yaml");
        assertThat(loadFailure(absent))
                .isEqualTo(absent + ": there is no such file; expected a profile such as profiles/first-look.yaml");
        assertThat(loadFailure(folder))
                .isEqualTo(folder + ": this is a directory; expected a profile file such as first-look.yaml");
        Path binary = Files.write(folder.resolve("a.bin"), new byte[] {'a', 0, 'b'});
        assertThat(loadFailure(binary)).isEqualTo(binary + ": the file is binary; expected a profile, a YAML file");
        Path latin = Files.write(folder.resolve("b.bin"), new byte[] {'a', (byte) 0xE4});
        assertThat(loadFailure(latin))
                .isEqualTo(latin + ": the file is not UTF-8 text; expected a profile, a YAML file");
        Path large = Files.write(folder.resolve("c.yaml"), new byte[(1 << 20) + 1]);
        assertThat(loadFailure(large))
                .isEqualTo(large + ": the file has 1048577 bytes; expected a profile, a YAML file of at most 1048576"
                        + " bytes");
        Path odd = Files.writeString(folder.resolve("d\n.yaml"), "");
        assertThat(loadFailure(odd)).hasLineCount(1).contains("d\\u000a.yaml: the file is empty");
    }

    private static String loadFailure(Path file) {
        return String.valueOf(catchThrowableOfType(
                        ProfileException.class,
                        () -> ProfileLoader.load(file, Overrides.none(), Set.of("veth"), Topologies.flat(2)))
                .getMessage());
    }

    private static ProfileException failure(String yaml, Overrides overrides) {
        Set<String> datapaths = yaml.contains("datapath: veth") ? Set.of("bridge") : Set.of("veth", "bridge");
        return catchThrowableOfType(
                ProfileException.class,
                () -> ProfileLoader.parse(yaml, "p.yaml", overrides, datapaths, Topologies.flat(2)));
    }
}
