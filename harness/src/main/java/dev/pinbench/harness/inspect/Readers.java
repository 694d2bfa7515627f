package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the processes that read an interface: {@code /proc/net/packet} has the sockets, {@code /proc/PID/fd} whose they are.
 *
 * <p>Each namespace is asked once, and the processes are only looked through if there is a socket or a tap to find.
 */
final class Readers {
    private final HostFiles files;
    private final List<String> notes;
    private final Map<Long, Map<Integer, Set<Long>>> socketsByNamespace = new LinkedHashMap<>();
    private final Map<Long, OpenFiles> openFilesByNamespace = new LinkedHashMap<>();

    /** @param notes gets a sentence for what cannot be told */
    Readers(HostFiles files, List<String> notes) {
        this.files = files;
        this.notes = notes;
    }

    /** Who reads {@code device}; empty if nobody does. */
    List<Reader> of(NetNamespace namespace, Device device) throws NamespaceException, InterruptedException {
        return of(namespace, device, sockets(namespace));
    }

    /** As {@link #of(NetNamespace, Device)}, with the sockets of the namespace by number of the interface. */
    List<Reader> of(NetNamespace namespace, Device device, Map<Integer, Set<Long>> sockets) {
        Set<Long> own = sockets.getOrDefault(device.link().index(), Set.of());
        boolean tap = device.kind().equals("tun");
        if (own.isEmpty() && !tap) {
            return List.of();
        }
        OpenFiles open = openFilesByNamespace.computeIfAbsent(namespace.inode(), inode -> {
            Set<Long> wanted = new LinkedHashSet<>();
            sockets.values().forEach(wanted::addAll);
            return OpenFiles.search(files, wanted);
        });
        List<Reader> readers = new ArrayList<>();
        if (tap) {
            readers.addAll(open.holdersOfTap(device.name(), namespace.inode()));
        }
        boolean unknown = false;
        for (long socket : own) {
            List<Reader> owners = open.ownersOfSocket(socket);
            unknown |= owners.isEmpty();
            owners.stream().filter(owner -> !readers.contains(owner)).forEach(readers::add);
        }
        if (unknown) {
            note("a packet socket reads " + Printable.escape(device.name()) + " in "
                    + Printable.escape(namespace.label())
                    + ", but not whose it is: this user may not look at the files of that process; run as root");
        }
        return List.copyOf(readers);
    }

    private Map<Integer, Set<Long>> sockets(NetNamespace namespace) throws NamespaceException, InterruptedException {
        Map<Integer, Set<Long>> known = socketsByNamespace.get(namespace.inode());
        if (known == null) {
            known = read(namespace);
            socketsByNamespace.put(namespace.inode(), known);
        }
        return known;
    }

    private Map<Integer, Set<Long>> read(NetNamespace namespace) throws NamespaceException, InterruptedException {
        List<String> argv = List.of("cat", "/proc/net/packet");
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() != 0) {
                if (!Files.exists(files.path("proc/net/packet"))) {
                    return Map.of(); // a kernel without packet sockets (CONFIG_PACKET): nobody can have one
                }
                note(namespace.failure(argv, result) + "; so which processes read interfaces is not told");
                return Map.of();
            }
            return parse(result.stdout());
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /**
     * Inode numbers of packet sockets by number of the interface that they are bound to, from what {@code /proc/net/packet}
     * says (packet_seq_show in net/packet/af_packet.c). Sockets bound to none, which get what all interfaces see, are left
     * out, as are lines that are not of that form.
     */
    static Map<Integer, Set<Long>> parse(String text) {
        Map<Integer, Set<Long>> sockets = new LinkedHashMap<>();
        text.lines().skip(1).forEach(line -> {
            String[] columns = line.strip().split(" +", -1);
            if (columns.length == 9
                    && columns[4].matches("[1-9][0-9]{0,8}")
                    && columns[8].matches("[1-9][0-9]{0,17}")) {
                sockets.computeIfAbsent(Integer.valueOf(columns[4]), index -> new LinkedHashSet<>())
                        .add(Long.valueOf(columns[8]));
            }
        });
        return sockets;
    }

    private void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }
}
