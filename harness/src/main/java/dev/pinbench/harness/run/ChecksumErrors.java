package dev.pinbench.harness.run;

import dev.pinbench.harness.account.ChecksumRefusal;
import dev.pinbench.harness.account.ProtocolCounters;
import dev.pinbench.harness.lab.LabEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Packets that arrived at either end of a trial with a wrong checksum: the kernel drops them, counts them in
 * {@code /proc/net/snmp} and {@code /proc/net/netstat} (net/ipv4/proc.c), and tells nobody. A receiver that drops every
 * packet looks to its peer like one that is not there.
 *
 * <p>Both ends are seen with all that goes on in their namespaces, which in the lab is the trial alone.
 */
final class ChecksumErrors {
    private static final String ACCEPTED = "Tcp.PassiveOpens";
    private static final String TCP = "Tcp.InCsumErrors";

    private final LabEndpoint server;
    private final Map<LabEndpoint, ProtocolCounters> before;

    private ChecksumErrors(LabEndpoint server, Map<LabEndpoint, ProtocolCounters> before) {
        this.server = server;
        this.before = before;
    }

    /** Remembers what both ends have counted so far. */
    static ChecksumErrors since(LabEndpoint client, LabEndpoint server) throws IOException {
        Map<LabEndpoint, ProtocolCounters> before = new LinkedHashMap<>();
        before.put(server, read(server));
        if (!client.namespace().equals(server.namespace())) {
            before.put(client, read(client));
        }
        return new ChecksumErrors(server, before);
    }

    /**
     * What has arrived since with a wrong checksum, one sentence for each end and protocol; empty if nothing has. A counter
     * that this kernel does not have says nothing.
     */
    List<String> arrived() throws IOException {
        Map<LabEndpoint, ProtocolCounters> now = new LinkedHashMap<>();
        for (LabEndpoint end : before.keySet()) {
            now.put(end, read(end));
        }
        Long accepted = increase(server, ACCEPTED, now);
        List<String> sentences = new ArrayList<>();
        for (LabEndpoint end : before.keySet()) {
            for (Map.Entry<String, String> counter : ChecksumRefusal.COUNTERS.entrySet()) {
                Long wrong = increase(end, counter.getKey(), now);
                if (wrong != null && wrong != 0) {
                    boolean handshake = counter.getKey().equals(TCP) && accepted != null && accepted == 0;
                    sentences.add(wrong + " " + counter.getValue() + " with a wrong checksum arrived at " + end.name()
                            + (handshake ? ", all of handshakes: the server accepted no connection" : ""));
                }
            }
        }
        return sentences;
    }

    private @Nullable Long increase(LabEndpoint end, String counter, Map<LabEndpoint, ProtocolCounters> now)
            throws IOException {
        ProtocolCounters earlier = before.get(end);
        ProtocolCounters later = now.get(end);
        return earlier != null && later != null && earlier.has(counter) && later.has(counter)
                ? Long.valueOf(later.get(counter) - earlier.get(counter))
                : null;
    }

    private static ProtocolCounters read(LabEndpoint end) throws IOException {
        Path net = end.host().procRoot().resolve(Long.toString(end.anchorPid())).resolve("net");
        List<String> lines = new ArrayList<>(Files.readAllLines(net.resolve("snmp")));
        lines.addAll(Files.readAllLines(net.resolve("netstat")));
        return ProtocolCounters.parse(end.name() + ": net/snmp, net/netstat", lines);
    }
}
