package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.HostFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which processes have certain sockets open, and which hold tap devices. */
final class OpenFiles {
    private static final Pattern SOCKET = Pattern.compile("socket:\\[([1-9][0-9]{0,17})]");
    private static final Pattern PID = Pattern.compile("[1-9][0-9]{0,8}");
    private static final String TUN = "/dev/net/tun";

    /** In {@code fdinfo} of such a file, the interface behind it (tun_chr_show_fdinfo in drivers/net/tun.c). */
    private static final String INTERFACE = "iff:\t";

    private record Holder(Reader reader, String netNamespace) {}

    private final Map<Long, List<Reader>> owners = new LinkedHashMap<>();
    private final Map<String, List<Holder>> holders = new LinkedHashMap<>();

    private OpenFiles() {}

    /**
     * Looks through the files of every process that this user may look at.
     *
     * @param sockets inode numbers of the sockets to look for
     */
    static OpenFiles search(HostFiles files, Set<Long> sockets) {
        OpenFiles found = new OpenFiles();
        Map<Integer, Path> processes = new TreeMap<>();
        for (Path entry : entries(files.path("proc"))) {
            if (PID.matcher(fileName(entry)).matches()) {
                processes.put(Integer.valueOf(fileName(entry)), entry);
            }
        }
        processes.forEach((pid, process) -> found.add(pid, process, sockets));
        return found;
    }

    private void add(int pid, Path process, Set<Long> sockets) {
        for (Path file : entries(process.resolve("fd"))) {
            String opened = link(file);
            Matcher socket = SOCKET.matcher(opened);
            if (socket.matches()) {
                long inode = Long.parseLong(socket.group(1));
                if (sockets.contains(inode)) {
                    owners.computeIfAbsent(inode, each -> new ArrayList<>())
                            .add(new Reader(name(process), pid, Reader.By.PACKET_SOCKET));
                }
            } else if (opened.equals(TUN)) {
                interfaceOf(process.resolve("fdinfo").resolve(fileName(file)))
                        .ifPresent(name -> holders.computeIfAbsent(name, each -> new ArrayList<>())
                                .add(new Holder(
                                        new Reader(name(process), pid, Reader.By.TUN_FILE),
                                        link(process.resolve("ns/net")))));
            }
        }
    }

    /** The processes that have the socket open, in the order of their numbers. */
    List<Reader> ownersOfSocket(long inode) {
        return owners.getOrDefault(inode, List.of()).stream().distinct().toList();
    }

    /**
     * The processes that hold a tap device. The kernel names the interface but not its namespace: if a holder is in
     * {@code netNamespace} itself it is that one, else all that hold one of the name are told.
     */
    List<Reader> holdersOfTap(String name, long netNamespace) {
        List<Holder> all = holders.getOrDefault(name, List.of());
        List<Holder> inside = all.stream()
                .filter(holder -> holder.netNamespace().equals("net:[" + netNamespace + "]"))
                .toList();
        return (inside.isEmpty() ? all : inside)
                .stream().map(Holder::reader).distinct().toList();
    }

    private static Optional<String> interfaceOf(Path fdinfo) {
        try {
            return new String(Files.readAllBytes(fdinfo), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(INTERFACE))
                    .map(line -> line.substring(INTERFACE.length()))
                    .findFirst();
        } catch (IOException closed) {
            return Optional.empty();
        }
    }

    /** A process may end, or be another user's: then nothing of it is seen. */
    private static List<Path> entries(Path folder) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (IOException | DirectoryIteratorException hidden) {
            return List.of();
        }
        return entries;
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    private static String fileName(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String name(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("comm")), StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            return "(gone)";
        }
    }
}
