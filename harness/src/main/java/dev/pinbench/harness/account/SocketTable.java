package dev.pinbench.harness.account;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code /proc/net/tcp}, {@code tcp6} and {@code netlink} say of a namespace's sockets. */
final class SocketTable {
    private static final String LISTEN = "0A";
    /** A socket in TIME-WAIT sends nothing by itself. */
    private static final Set<String> AT_REST = Set.of(LISTEN, "06");
    /** NETLINK_SOCK_DIAG, include/uapi/linux/netlink.h. */
    private static final String SOCK_DIAG = "4";

    private SocketTable() {}

    /** Whether somebody listens on {@code port}, by the lines of {@code /proc/net/tcp}. */
    static boolean listens(List<String> lines, int port) {
        return lines.stream()
                .skip(1)
                .map(SocketTable::cells)
                .anyMatch(cells -> cells.length > 3
                        && cells[3].equals(LISTEN)
                        && cells[1].endsWith(String.format(Locale.ROOT, ":%04X", port)));
    }

    /** Whether no connection is under way. */
    static boolean atRest(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(SocketTable::cells)
                .noneMatch(cells -> cells.length > 3 && !AT_REST.contains(cells[3]));
    }

    /** Whether somebody is told of sockets that end, by the lines of {@code /proc/net/netlink}. */
    static boolean watched(List<String> lines) {
        return lines.stream()
                .skip(1)
                .map(SocketTable::cells)
                .anyMatch(cells -> cells.length > 3 && cells[1].equals(SOCK_DIAG) && !cells[3].matches("0+"));
    }

    private static String[] cells(String line) {
        return line.strip().split("\\s+", -1);
    }
}
