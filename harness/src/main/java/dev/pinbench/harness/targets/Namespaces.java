package dev.pinbench.harness.targets;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Every network namespace that this process can see: those of all processes in {@code /proc}, and those that
 * {@code ip netns} keeps in {@code /run/netns}, here and in the mount namespaces of those processes.
 */
public final class Namespaces {
    private static final Pattern LINK = Pattern.compile("(?:net|mnt|user):\\[([0-9]{1,19})]");
    private static final String OWN_LABEL = "host";

    private final Path proc;
    private final boolean privileged;
    private final Map<Long, NetNamespace> byInode = new LinkedHashMap<>();
    private final Map<Long, Map<Integer, Long>> peers = new LinkedHashMap<>();

    private Namespaces(Path proc, boolean privileged) {
        this.proc = proc;
        this.privileged = privileged;
    }

    /**
     * Looks for them.
     *
     * @param privileged whether this process has the capabilities of root; without them only namespaces that its user
     *     made can be entered, through their user namespace
     */
    public static Namespaces find(boolean privileged) throws NamespaceException {
        Path proc = Path.of("/proc");
        Namespaces found = new Namespaces(proc, privileged);
        long own = inode(proc.resolve("self/ns/net"))
                .orElseThrow(() -> new NamespaceException("/proc/self/ns/net cannot be read: is /proc mounted?"));
        found.byInode.put(own, new NetNamespace(own, OWN_LABEL, List.of()));
        found.addProcesses();
        found.addNamed(Path.of("/run/netns"));
        return found;
    }

    private void addProcesses() {
        Set<Long> mountNamespaces = new HashSet<>();
        inode(proc.resolve("self/ns/mnt")).ifPresent(mountNamespaces::add);
        for (int pid : pids()) {
            Path process = proc.resolve(Integer.toString(pid));
            Optional<Long> inode = inode(process.resolve("ns/net"));
            if (inode.isPresent() && !byInode.containsKey(inode.get())) {
                byInode.put(
                        inode.get(), new NetNamespace(inode.get(), "pid " + pid + " " + name(process), enter(process)));
            }
        }
        for (int pid : pids()) {
            Path process = proc.resolve(Integer.toString(pid));
            Optional<Long> mount = inode(process.resolve("ns/mnt"));
            if (mount.isPresent() && mountNamespaces.add(mount.get())) {
                addNamed(process.resolve("root/run/netns"));
            }
        }
    }

    /** Gives namespaces the names of the files that {@code ip netns} keeps them by. */
    private void addNamed(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                Optional<Long> inode = fileInode(entry);
                if (inode.isEmpty()) {
                    continue;
                }
                NetNamespace known = byInode.get(inode.get());
                if (known == null && folder.startsWith("/run")) {
                    byInode.put(inode.get(), new NetNamespace(inode.get(), name, List.of("--net=" + entry)));
                } else if (known != null && !known.isOwn()) {
                    byInode.put(inode.get(), known.called(name));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // No such folder is the rule, and another user's may not be listed: there are no names then.
            return;
        }
    }

    private List<String> enter(Path process) {
        String net = "--net=" + process.resolve("ns/net");
        boolean sameUser = inode(process.resolve("ns/user")).equals(inode(proc.resolve("self/ns/user")));
        return privileged || sameUser
                ? List.of(net)
                : List.of("--user=" + process.resolve("ns/user"), "--preserve-credentials", net);
    }

    /**
     * Where a target is.
     *
     * @throws TargetException if there is no such target
     * @throws NamespaceException if the machine lacks something that finding it needs
     */
    public Located locate(Target target) throws TargetException, NamespaceException, InterruptedException {
        if (target instanceof Target.Netns named) {
            return new Located(named(named.name()), OptionalInt.empty());
        }
        if (target instanceof Target.Pid process) {
            return new Located(ofProcess(process.number()), OptionalInt.of(process.number()));
        }
        Target.Container container = (Target.Container) target;
        int pid = Containers.pid(container);
        return new Located(
                call(ofProcess(pid), container.engine().program() + ":" + container.name()), OptionalInt.of(pid));
    }

    /** The namespace that this process is in. */
    public NetNamespace own() {
        return all().stream().filter(NetNamespace::isOwn).findFirst().orElseThrow();
    }

    /** The namespace of a process. */
    NetNamespace ofProcess(int pid) throws TargetException, NamespaceException {
        Path process = proc.resolve(Integer.toString(pid));
        if (!Files.isDirectory(process)) {
            throw new TargetException("no process has the number " + pid);
        }
        long inode = inode(process.resolve("ns/net"))
                .orElseThrow(() ->
                        new NamespaceException("the namespaces of process " + pid + " may not be seen by this user; "
                                + (privileged
                                        ? "the kernel refuses it to root as well, as where another user namespace or"
                                                + " a security module protects the process"
                                        : "run as root")));
        NetNamespace found = byInode.get(inode);
        // Between the search and now a process may have moved.
        return found != null ? found : add(new NetNamespace(inode, "pid " + pid + " " + name(process), enter(process)));
    }

    private NetNamespace add(NetNamespace namespace) {
        byInode.put(namespace.inode(), namespace);
        return namespace;
    }

    /** Gives a namespace a name, but not Pinbench's own, where a container of the host's network is. */
    NetNamespace call(NetNamespace namespace, String label) {
        return namespace.isOwn() ? namespace : add(namespace.called(label));
    }

    /** The namespace that {@code ip netns} keeps under a name. */
    NetNamespace named(String name) throws TargetException {
        Path file = Path.of("/run/netns").resolve(name);
        if (!Files.exists(file)) {
            TreeSet<String> names = new TreeSet<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/run/netns"))) {
                entries.forEach(entry -> names.add(Printable.escape(String.valueOf(entry.getFileName()))));
            } catch (IOException | DirectoryIteratorException e) {
                names.clear();
            }
            throw new TargetException("no network namespace is called " + Printable.escape(name)
                    + (names.isEmpty() ? "; /run/netns has none" : "; there are " + String.join(", ", names)));
        }
        NetNamespace found = fileInode(file).map(byInode::get).orElse(null);
        if (found == null) {
            throw new TargetException(Printable.escape(file.toString()) + ": is not a network namespace");
        }
        return found;
    }

    /** Every one that was found. */
    public Collection<NetNamespace> all() {
        return List.copyOf(byInode.values());
    }

    /** The one with this number, if it was found. */
    public Optional<NetNamespace> byInode(long inode) {
        return Optional.ofNullable(byInode.get(inode));
    }

    /**
     * How {@code namespace} numbers the others (RTM_GETNSID, net/core/net_namespace.c), by number. A namespace that the
     * kernel never had to number from there is not in it.
     */
    public Map<Integer, Long> numbersSeenFrom(NetNamespace namespace) throws NamespaceException, InterruptedException {
        Map<Integer, Long> known = peers.get(namespace.inode());
        if (known == null) {
            known = readNumbers(namespace);
            peers.put(namespace.inode(), known);
        }
        return known;
    }

    private Map<Integer, Long> readNumbers(NetNamespace namespace) throws NamespaceException, InterruptedException {
        Map<Integer, Long> numbers = new LinkedHashMap<>();
        try {
            // lsns knows the namespaces of processes, ip those that have a name, with or without a process.
            String named = namespace.output(List.of("ip", "-j", "netns", "list-id"));
            for (JsonNode each : ToolJson.array("ip netns list-id", named)) {
                if (each.path("nsid").isInt() && each.path("name").isString()) {
                    fileInode(Path.of("/run/netns").resolve(each.path("name").stringValue()))
                            .ifPresent(inode -> numbers.put(each.path("nsid").intValue(), inode));
                }
            }
            String listed = namespace.output(List.of("lsns", "-J", "-t", "net", "-o", "NS,NETNSID"));
            JsonNode root = ToolJson.read("lsns", listed.isBlank() ? "{}" : listed);
            for (JsonNode each : root.path("namespaces")) {
                String number = each.path("netnsid").asString("");
                String inode = each.path("ns").asString("");
                if (number.matches("[0-9]{1,9}") && inode.matches("[0-9]{1,18}")) {
                    numbers.put(Integer.valueOf(number), Long.valueOf(inode));
                }
            }
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
        return numbers;
    }

    private Set<Integer> pids() {
        Set<Integer> pids = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[1-9]*")) {
            for (Path entry : entries) {
                String digits = String.valueOf(entry.getFileName());
                if (digits.matches("[0-9]{1,9}")) {
                    pids.add(Integer.valueOf(digits));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Set.of();
        }
        return pids;
    }

    private static String name(Path process) {
        try {
            return new String(Files.readAllBytes(process.resolve("comm")), StandardCharsets.UTF_8).strip();
        } catch (IOException gone) {
            return "(gone)";
        }
    }

    /** The number of the network namespace that a process is in; empty if it has ended, or may not be looked at. */
    public static Optional<Long> inodeOf(long pid) {
        return inode(Path.of("/proc", Long.toString(pid), "ns", "net"));
    }

    /** The number of the namespace that a file stands for; empty if there is no such file. */
    public static Optional<Long> inodeOf(Path file) {
        return fileInode(file);
    }

    /** Of a link such as {@code net:[4026531840]}; empty if the process went or is another user's. */
    private static Optional<Long> inode(Path link) {
        try {
            Matcher matcher = LINK.matcher(Files.readSymbolicLink(link).toString());
            return matcher.matches() ? Optional.of(Long.valueOf(matcher.group(1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> fileInode(Path file) {
        try {
            return Optional.of((Long) Files.getAttribute(file, "unix:ino"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
