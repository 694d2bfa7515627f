package dev.pinbench.harness.traffic;

import dev.pinbench.harness.lab.Endpoint;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ports for iperf3's servers in a network namespace that others use too.
 *
 * @param first the first of as many free ports as are needed
 * @param words the ports, and who has iperf3's own port if somebody has, for a record
 */
public record Ports(int first, String words) {
    /** iperf3's own port. */
    public static final int USUAL = IperfCommands.FIRST_PORT;

    private static final int MOST_TRIED = 1000;

    /**
     * Finds the lowest free ports from iperf3's own on.
     *
     * @param server where they are needed
     * @param count how many
     * @throws TrafficException if there are none
     */
    public static Ports free(Endpoint server, int count) throws TrafficException {
        Path procRoot = server.host().procRoot();
        Path net = procRoot.resolve(Long.toString(server.anchorPid())).resolve("net");
        Map<Integer, String> taken = new HashMap<>();
        // iperf3 takes a UDP port of the same number, which any socket can have, whatever its state.
        for (String table : List.of("udp", "udp6")) {
            taken.putAll(ListeningSocket.ports(ListeningSocket.lines(net.resolve(table)), false));
        }
        for (String table : List.of("tcp", "tcp6")) {
            taken.putAll(ListeningSocket.ports(ListeningSocket.lines(net.resolve(table)), true));
        }
        int first = firstFree(taken.keySet(), count);
        if (first < 0) {
            throw new TrafficException("iperf3 server: no " + count + " ports in a row are free in "
                    + Printable.escape(server.name()) + " from " + USUAL + " to "
                    + (USUAL + MOST_TRIED));
        }
        String inode = taken.get(USUAL);
        return new Ports(
                first,
                inode == null
                        ? Integer.toString(first)
                        : first + ", as " + USUAL + " is taken by " + owner(procRoot, inode));
    }

    /** The lowest port from iperf3's own on with {@code count} free ones; negative if there is none. */
    static int firstFree(Set<Integer> taken, int count) {
        int first = USUAL;
        for (int port = first; port - first < count; port++) {
            if (port - USUAL > MOST_TRIED) {
                return -1;
            }
            if (taken.contains(port)) {
                first = port + 1;
            }
        }
        return first;
    }

    private static String owner(Path procRoot, String inode) {
        return ProcessHandle.allProcesses()
                .map(process -> procRoot.resolve(Long.toString(process.pid())))
                .filter(process -> ListeningSocket.owns(process, Set.of(inode)))
                .findFirst()
                .map(process -> Printable.escape(comm(process)) + " (process " + process.getFileName() + ")")
                .orElse("a process that this user may not look into");
    }

    private static String comm(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("comm")), StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            return "a process that has ended";
        }
    }
}
