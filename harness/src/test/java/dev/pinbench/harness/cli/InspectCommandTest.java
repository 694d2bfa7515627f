package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.lab.LabModes;
import dev.pinbench.harness.process.Executables;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InspectCommandTest {

    /** Hides programs of the machine, then looks at the process that this becomes. */
    private static final String WITHOUT_PROGRAMS = """
            for program in bpftool nft docker; do
              for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin; do
                if test -f "$folder/$program"; then mount --bind /dev/null "$folder/$program" || exit 99; fi
              done
            done
            target=$1
            shift
            exec "$@" inspect "${target:-$$}"
            """;

    /** Pins maps of the names and shapes that Cilium's agent gives them, in a BPF file system that nobody else sees. */
    private static final String PINNED_MAPS = """
            folder=/sys/fs/bpf/tc/globals
            mount -t bpf bpf /sys/fs/bpf && mkdir -p $folder || exit 98
            bpftool map create $folder/cilium_lxc type hash key 20 value 48 entries 8 name cilium_lxc || exit 98
            bpftool map create $folder/cilium_metrics type percpu_hash key 8 value 16 entries 8 name cilium_metrics || exit 98
            update() { map=$folder/$1; shift; bpftool map update pinned $map "$@" || exit 99; }
            update cilium_lxc key hex $1 value hex $2
            update cilium_lxc key hex $3 value hex $4
            update cilium_metrics key 133 2 0 0 0 0 0 0 value 5 0 0 0 0 0 0 0 100 0 0 0 0 0 0 0
            ip link add d0 type veth peer name d1 && ip addr add 10.9.0.2/24 dev d0 && ip link set d0 up || exit 99
            shift 4
            exec "$@" inspect $$ --to 10.9.0.3
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "web | '' | '' | TARGET: expected pid:N, netns:NAME, docker:NAME, podman:NAME or crictl:ID, but found web",
                "pid:0 | '' | '' | TARGET: expected pid:N",
                "pid:999999999 | '' | '' | no process has the number 999999999",
                "netns:no-such | '' | '' | no network namespace is called no-such",
                "pid:1 | --to | example.org | --to: expected a numeric address such as 10.0.0.1",
                "pid:1 | --to | 1.2.3.400 | --to: expected a numeric address",
                "pid:1 | --to | ::g | --to: expected a numeric address",
                "pid:1 | --interval | 2 | --interval: expected a time such as 500ms or 2s, at most 3600s, but found 2",
                "pid:1 | --interval | 2h | --interval: expected a time",
                "pid:1 | --interval | 9999999s | --interval: expected a time"
            })
    void aWrongWordIsNamed(String target, String option, String value, String problem) {
        Invocation invocation =
                option.isEmpty() ? Invocation.of("inspect", target) : Invocation.of("inspect", target, option, value);

        assertThat(invocation.errLines()).first().asString().startsWith("pinbench: " + problem);
        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.out()).isEmpty();
    }

    @Test
    void theWayOutOfAProcessPrintsAsJson() {
        String self = Long.toString(ProcessHandle.current().pid());
        Path figure = folder.resolve("way.svg");
        Invocation invocation =
                Invocation.of("inspect", self, "--json", "--interval", "10ms", "--svg", figure.toString());

        assertThat(invocation.err()).isEmpty();
        assertThat(invocation.status()).isEqualTo(ExitStatus.DONE);
        JsonNode root = JsonMapper.builder().build().readTree(invocation.out());
        assertThat(root.path("schemaVersion").intValue()).isEqualTo(1);
        assertThat(root.path("target").stringValue()).isEqualTo(self);
        assertThat(root.path("intervalSeconds").doubleValue()).isPositive();
        assertThat(root.path("end").stringValue()).isNotEmpty();
        root.path("hops")
                .forEach(hop ->
                        assertThat(hop.path("namespaceInode").longValue()).isPositive());
        assertThat(figure).content().startsWith("<?xml").contains("What a packet crosses: " + self, "counted over ");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        Path nowhere = folder.resolve("no-such-folder/way.svg");
        Invocation invocation =
                Invocation.of("inspect", "pid:" + ProcessHandle.current().pid(), "--svg", nowhere.toString());

        assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
        assertThat(invocation.err()).startsWith("pinbench: ").contains(nowhere.toString());
    }

    @Test
    void whatIsMissingIsSaidWithItsPackage() throws Exception {
        try (ChildRun child = ChildRun.startCommand(withoutPrograms(""), folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.DONE);
            assertThat(child.out().replaceAll("\\s+", " "))
                    .contains(
                            " NOT TOLD ",
                            "bpftool is not installed: ",
                            "apt-get install bpftool",
                            "apt-get install nftables");
            child.assertNothingLeft();
        }
    }

    @Test
    void whatMapsOfCiliumHoldOfAnEndpointIsRead() throws Exception {
        List<String> argv = new ArrayList<>(List.of("unshare", "--mount", "--net"));
        if (!LabModes.isRoot()) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of("sh", "-c", PINNED_MAPS, "sh"));
        argv.add(endpointKey(10, 9, 0, 2));
        argv.add(endpointValue(1234, 12345));
        argv.add(endpointKey(10, 9, 0, 77));
        argv.add(endpointValue(4321, 54321));
        argv.addAll(ChildRun.java());
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            int status = child.await();
            if (status == 98) {
                assertThat(LabModes.isRoot() && Executables.find("bpftool").isPresent())
                        .as("root with bpftool can pin maps: " + child.err())
                        .isFalse();
                return;
            }
            assertThat(status).as(child.err()).isEqualTo(ExitStatus.DONE);
            int cpus = CpuList.parse(Files.readString(Path.of("/sys/devices/system/cpu/possible"))
                            .strip())
                    .size();
            assertThat(child.out().replaceAll("\\s+", " "))
                    .contains(
                            " /sys/fs/bpf/tc/globals/cilium_lxc /sys/fs/bpf/tc/globals/cilium_metrics ",
                            " 10.9.0.2: endpoint 1234, security identity 12345, by interface number 4242 of the node, hardware"
                                    + " address 02:00:00:00:00:01, of the node's end 06:00:00:00:00:02 ",
                            " whole node, egress, dropped for reason 133: " + 5 * cpus + " packets, " + 100 * cpus
                                    + " bytes")
                    .doesNotContain("4321", "10.9.0.77");
            child.assertNothingLeft();
        }
    }

    private static String endpointKey(int... address) {
        byte[] key = new byte[20];
        for (int i = 0; i < address.length; i++) {
            key[i] = (byte) address[i];
        }
        key[16] = 1;
        return hex(key);
    }

    private static String endpointValue(int id, int identity) {
        byte[] value = new byte[48];
        ByteBuffer.wrap(value)
                .order(ByteOrder.nativeOrder())
                .putInt(0, 4242)
                .putShort(6, (short) id)
                .put(16, new byte[] {2, 0, 0, 0, 0, 1})
                .put(24, new byte[] {6, 0, 0, 0, 0, 2})
                .putInt(32, identity);
        return hex(value);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Test
    void aMissingEngineIsNamedWithItsPackage() throws Exception {
        try (ChildRun child = ChildRun.startCommand(withoutPrograms("docker:web"), folder)) {
            assertThat(child.await()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err()).isEqualTo("pinbench: missing: docker; it comes with apt-get install docker.io\n");
        }
    }

    @Test
    void aProcessOfAnotherUserNeedsRoot() throws Exception {
        List<String> argv = new ArrayList<>(OrdinaryUser.wrapper());
        argv.addAll(ChildRun.java());
        argv.addAll(List.of("inspect", "pid:1"));
        try (ChildRun child = ChildRun.startCommand(argv, folder)) {
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.MACHINE);
            assertThat(child.err())
                    .isEqualTo("pinbench: the namespaces of process 1 may not be seen by this user; run as root\n");
        }
    }

    private static List<String> withoutPrograms(String target) {
        List<String> argv = new ArrayList<>(List.of("unshare", "--mount"));
        if (!LabModes.isRoot()) {
            argv.addAll(List.of("--user", "--map-root-user"));
        }
        argv.addAll(List.of("sh", "-c", WITHOUT_PROGRAMS, "sh", target));
        argv.addAll(ChildRun.java());
        return argv;
    }
}
