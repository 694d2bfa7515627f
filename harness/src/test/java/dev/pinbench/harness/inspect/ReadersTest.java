package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.Tally;
import dev.pinbench.harness.targets.NetNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that read interfaces, on machines that are not this one. */
class ReadersTest {
    private static final String PACKET = """
            sk               RefCnt Type Proto  Iface R Rmem   User   Inode
            0000000000000000 3      3    0003   2     1 0      0      8812
            0000000000000000 3      3    0003   0     1 0      0      8813
            0000000000000000 3      3    0003   2     1 0      0      8814
            0000000000000000 2      2    88cc   7     1 0      106    9001
            0000000000000000 2      2    88cc   -7    1 0      106    9002
            nonsense
            """;

    @TempDir
    Path root;

    private final List<String> notes = new ArrayList<>();

    private Path process(int pid, String comm, int netNamespace) throws Exception {
        Path process = root.resolve("proc/" + pid);
        Files.createDirectories(process.resolve("fd"));
        Files.createDirectories(process.resolve("fdinfo"));
        Files.createDirectories(process.resolve("ns"));
        Files.writeString(process.resolve("comm"), comm + "\n");
        Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[" + netNamespace + "]"));
        return process;
    }

    private static void opens(Path process, int fd, String what, String info) throws Exception {
        Files.createSymbolicLink(process.resolve("fd/" + fd), Path.of(what));
        Files.writeString(process.resolve("fdinfo/" + fd), info);
    }

    private List<Reader> readers(int netNamespace, String name, int index, String kind) {
        NetNamespace namespace = new NetNamespace(netNamespace, "n\u001bode", List.of());
        Link link = new Link("1", name, index, kind, null, "1", null, null, null, 0, Tally.NOTHING, Tally.NOTHING);
        Device device = new Device(link, 1500, null, true, null, List.of(), null, null, null, false, List.of());
        return new Readers(new HostFiles(root), notes).of(namespace, device, Readers.parse(PACKET));
    }

    @Test
    void socketsAreReadByInterface() {
        assertThat(Readers.parse(PACKET)).isEqualTo(Map.of(2, Set.of(8812L, 8814L), 7, Set.of(9001L)));
        assertThat(Readers.parse("")).isEmpty();
    }

    @Test
    void aSwitchIsToldFromWhoOnlyLooks() throws Exception {
        opens(process(70, "ovs-vswitchd-dp", 1), 9, "socket:[8812]", "pos:\t0\n");
        Path tcpdump = process(71, "tcpdump", 1);
        opens(tcpdump, 3, "socket:[8814]", "pos:\t0\n");
        opens(tcpdump, 4, "socket:[8813]", "pos:\t0\n");
        opens(tcpdump, 5, "/dev/null", "pos:\t0\n");
        Files.createDirectories(root.resolve("proc/sys"));

        List<Reader> readers = readers(1, "eth0", 2, "veth");

        assertThat(readers)
                .containsExactly(
                        new Reader("ovs-vswitchd-dp", 70, Reader.By.PACKET_SOCKET),
                        new Reader("tcpdump", 71, Reader.By.PACKET_SOCKET));
        assertThat(readers).extracting(Reader::switches).containsExactly(true, false);
        assertThat(readers(1, "eth1", 3, "veth")).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void aSocketThatNobodyIsSeenToHaveIsNotNone() throws Exception {
        process(70, "hidden", 1);

        assertThat(readers(1, "e\u202eth0", 7, "veth")).isEmpty();
        assertThat(notes)
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .startsWith("a packet socket reads e\\u202eth0 in n\\u001bode, but not whose it is")
                        .endsWith("run as root"));
    }

    /** Every switch has a bridge of the same name, in a namespace of its own. */
    @Test
    void theHolderOfATapIsTheOneInItsNamespaceIfThereIs() throws Exception {
        opens(process(70, "ovs-vswitchd", 11), 9, "/dev/net/tun", "pos:\t0\nflags:\t0104002\niff:\tbr0\n");
        opens(process(71, "ovs-vswitchd", 12), 9, "/dev/net/tun", "pos:\t0\nflags:\t0104002\niff:\tbr0\n");
        opens(process(72, "slirp4netns", 1), 9, "/dev/net/tun", "iff:\ttap0\n");

        assertThat(readers(12, "br0", 5, "tun")).containsExactly(new Reader("ovs-vswitchd", 71, Reader.By.TUN_FILE));
        assertThat(readers(13, "tap0", 5, "tun")).extracting(Reader::label).containsExactly("slirp4netns (pid 72)");
        assertThat(readers(13, "tap1", 5, "tun")).isEmpty();
    }
}
