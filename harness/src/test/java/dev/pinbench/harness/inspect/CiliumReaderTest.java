package dev.pinbench.harness.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.links.LinkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps as {@code bpftool -j map dump} prints them; no agent is needed, and none was at hand. */
class CiliumReaderTest {
    private static final String MAP = "/sys/fs/bpf/tc/globals/cilium_lxc";

    private static String hex(ByteBuffer bytes) {
        return IntStream.range(0, bytes.capacity())
                .mapToObj(i -> "\"0x%02x\"".formatted(bytes.get(i)))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private static String entry(ByteBuffer key, ByteBuffer value) {
        return "{\"key\":" + hex(key) + ",\"value\":" + hex(value) + ",\"formatted\":{\"key\":{},\"value\":{}}}";
    }

    @Test
    void endpointsAreReadByBothFamiliesAndFromOldAgents() throws Exception {
        ByteBuffer four = buffer(20).put(new byte[] {10, 0, 3, (byte) 200}).put(16, (byte) 1);
        ByteBuffer six = buffer(20).put((byte) 0xfd).put(15, (byte) 9).put(16, (byte) 2);
        ByteBuffer value = buffer(48)
                .putInt(0, 17)
                .putShort(6, (short) 0xfffe)
                .put(16, new byte[] {2, 0, 0, 0, 0, (byte) 0xab})
                .putInt(32, 0xfffffff0);
        ByteBuffer old = buffer(112).putInt(8, 1);

        assertThat(CiliumReader.endpoints(MAP, "[" + entry(four, value) + "," + entry(six, old) + "]"))
                .containsExactly(
                        new Cilium.Endpoint(
                                "10.0.3.200",
                                65_534,
                                4_294_967_280L,
                                17,
                                "02:00:00:00:00:ab",
                                "00:00:00:00:00:00",
                                false),
                        new Cilium.Endpoint(
                                CiliumReader.canonical("fd00::9"),
                                0,
                                null,
                                0,
                                "00:00:00:00:00:00",
                                "00:00:00:00:00:00",
                                true));
        assertThat(CiliumReader.endpoints(MAP, "[]")).isEmpty();
        assertThat(CiliumReader.canonical("")).isEmpty();
        assertThat(CiliumReader.canonical("example.org")).isEqualTo("example.org");
    }

    @Test
    void countsAreSummedOverCpusAndLinesOfSource() throws Exception {
        String forwarded = metrics(0, 1, 0, 10, 20);
        String sameFromElsewhere = metrics(0, 1, 77, 1, 2);
        String dropped = metrics(133, 2, 5, 3, 4);

        assertThat(CiliumReader.counts(MAP, "[" + String.join(",", forwarded, sameFromElsewhere, dropped) + "]"))
                .containsExactly(
                        new Cilium.Count("ingress", false, 0, 33, 3300), new Cilium.Count("egress", true, 133, 7, 700));
    }

    private static String metrics(int reason, int direction, int line, long onOne, long onOther) {
        ByteBuffer key =
                buffer(8).put(0, (byte) reason).put(1, (byte) direction).putShort(2, (short) line);
        return "{\"key\":" + hex(key) + ",\"values\":[" + onCpu(0, onOne) + "," + onCpu(1, onOther) + "]}";
    }

    private static String onCpu(int cpu, long packets) {
        return "{\"cpu\":" + cpu + ",\"value\":"
                + hex(buffer(16).putLong(0, packets).putLong(8, 100 * packets)) + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"key\":[\"0x01\"],\"value\":[\"0x01\"]}]",
                "[{\"key\":[\"1\"],\"value\":[]}]",
                "[{\"error\":\"no\"}]",
                "{\"error\":\"bpf obj get: Permission denied\"}",
                "nonsense"
            })
    void anotherShapeIsNamedWithTheMap(String json) {
        assertThatThrownBy(() -> CiliumReader.endpoints(MAP, json))
                .isInstanceOf(LinkException.class)
                .hasMessageStartingWith(MAP + ": ");
    }

    @Test
    void aFamilyThatDoesNotExistIsNotAnAddress() {
        String json = "[" + entry(buffer(20).put(16, (byte) 3), buffer(48)) + "]";

        assertThatThrownBy(() -> CiliumReader.endpoints(MAP, json))
                .hasMessage(MAP + ": expected address family 1 or 2, but found 3");
        assertThat(new CiliumReader(new java.util.ArrayList<>()))
                .satisfies(reader ->
                        assertThat(reader.read(List.of(), each -> true)).isEqualTo(Cilium.NONE));
    }
}
