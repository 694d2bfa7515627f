package dev.pinbench.harness.traffic;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a process listens on a TCP port of its network namespace, from {@code /proc/<pid>/net/tcp} and
 * {@code tcp6} (net/ipv4/tcp_ipv4.c) and the process's own descriptors: a listener of somebody else does not count.
 */
final class ListeningSocket {
    private static final String LISTEN = "0A";

    private ListeningSocket() {}

    static boolean isOpen(Path procRoot, long pid, int port) {
        Set<String> inodes = new HashSet<>();
        Path process = procRoot.resolve(Long.toString(pid));
        inodes.addAll(listeners(lines(process.resolve("net/tcp")), port));
        inodes.addAll(listeners(lines(process.resolve("net/tcp6")), port));
        return !inodes.isEmpty() && owns(process, inodes);
    }

    private static List<String> lines(Path table) {
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
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            String[] cells = line.strip().split("\\s+", -1);
            if (cells.length > 9 && cells[3].equals(LISTEN)) {
                int colon = cells[1].lastIndexOf(':');
                if (Integer.parseInt(cells[1].substring(colon + 1), 16) == port) {
                    inodes.add(cells[9]);
                }
            }
        }
        return inodes;
    }

    private static boolean owns(Path process, Set<String> inodes) {
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
