package dev.pinbench.harness.traffic;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether a process listens on a TCP port of its network namespace, from {@code /proc/<pid>/net/tcp} and
 * {@code tcp6} (net/ipv4/tcp_ipv4.c) and the process's own descriptors: a listener of somebody else does not count.
 */
final class ListeningSocket {
    private static final String LISTEN = "0A";
    private static final int LOCAL = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private ListeningSocket() {}

    static boolean isOpen(Path procRoot, long pid, int port) {
        Set<String> inodes = new HashSet<>();
        Path process = procRoot.resolve(Long.toString(pid));
        inodes.addAll(listeners(lines(process.resolve("net/tcp")), port));
        inodes.addAll(listeners(lines(process.resolve("net/tcp6")), port));
        return !inodes.isEmpty() && owns(process, inodes);
    }

    static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException absent) {
            // No IPv6, or the process has ended, which the caller sees by itself.
            return List.of();
        }
    }

    /** Inodes of the listening sockets on {@code port} in the lines of {@code /proc/net/tcp}. */
    static Set<String> listeners(List<String> lines, int port) {
        Set<String> inodes = new HashSet<>();
        for (String[] cells : rows(lines, true)) {
            if (port(cells) == port) {
                inodes.add(cells[INODE]);
            }
        }
        return inodes;
    }

    /**
     * The inode of a socket on each port that has one, from the lines of {@code /proc/net/tcp} or {@code udp}.
     *
     * @param listening whether only sockets count that listen, of which UDP has none
     */
    static Map<Integer, String> ports(List<String> lines, boolean listening) {
        Map<Integer, String> ports = new HashMap<>();
        rows(lines, listening).forEach(cells -> ports.put(port(cells), cells[INODE]));
        return ports;
    }

    private static List<String[]> rows(List<String> lines, boolean listening) {
        return lines.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(cells -> cells.length > INODE && (!listening || cells[STATE].equals(LISTEN)))
                .toList();
    }

    private static int port(String[] cells) {
        return Integer.parseInt(cells[LOCAL].substring(cells[LOCAL].lastIndexOf(':') + 1), 16);
    }

    /** Whether a process, by its folder in {@code /proc}, has one of these sockets open. */
    static boolean owns(Path process, Set<String> inodes) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = Files.readSymbolicLink(descriptor).toString();
                if (target.startsWith("socket:[")
                        && inodes.contains(target.substring("socket:[".length(), target.length() - 1))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException gone) {
            // A descriptor or the process went away between listing and reading.
            return false;
        }
        return false;
    }
}
