package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.ProcText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Everything of the host that a lab could have changed, by name. */
final class HostState {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("ip", "-j", "link"),
            List.of("ip", "-j", "addr"),
            List.of("ip", "-j", "route", "show", "table", "all"),
            List.of("ip", "-6", "-j", "route", "show", "table", "all"),
            List.of("ip", "netns", "list"),
            List.of("nft", "list", "ruleset"),
            List.of("iptables-save"),
            List.of("ip6tables-save"),
            // What a container engine would leave, in any hierarchy of cgroups.
            List.of("find", "/sys/fs/cgroup", "-type", "d", "-name", "docker"));

    /** Folders in which a container engine would leave entries. */
    private static final List<Path> FOLDERS =
            List.of(Path.of("/etc/docker"), Path.of("/opt"), Path.of("/run"), Path.of("/var/lib"));

    /**
     * What changes by itself: remaining lifetimes of addresses and routes that DHCP or router advertisements brought;
     * packet and byte counters of rules; the time of day in the comments of
     * iptables-save.
     */
    private static final Pattern VOLATILE = Pattern.compile("\"(?:valid_life_time|preferred_life_time|expires)\":\\d+,?"
            + "|counter packets \\d+ bytes \\d+|\\[\\d+:\\d+]|(?m)^# .*$");

    /**
     * Kernel parameters that count rather than set: connections that conntrack tracks at the moment, and the write-only
     * or triggering ones, which hold nothing.
     */
    private static final Pattern COUNTING = Pattern.compile(".*/(?:nf_conntrack_count|flush)");

    /** What steers packets, of an interface. */
    private static final Pattern STEERING = Pattern.compile(".*/(?:[rx]ps_cpus|rps_flow_cnt|threaded)");

    private HostState() {}

    static Map<String, String> read() throws IOException, InterruptedException {
        Map<String, String> state = new TreeMap<>();
        for (List<String> command : COMMANDS) {
            if (program(command.get(0)).isPresent()) {
                state.put(String.join(" ", command), output(command));
            }
        }
        addFiles(state, Path.of("/proc/sys/net"), Pattern.compile(".*"), COUNTING);
        for (Path device : list(Path.of("/sys/class/net"))) {
            // The names in /sys/class/net are symbolic links, which a walk does not follow.
            if (Files.isDirectory(device)) {
                addFiles(state, device.toRealPath(), STEERING, Pattern.compile("^$"));
            }
        }
        addFiles(state, Path.of("/proc/irq"), Pattern.compile(".*/smp_affinity_list"), Pattern.compile("^$"));
        Path hugepages = Path.of("/proc/sys/vm/nr_hugepages");
        if (Files.exists(hugepages)) {
            state.put(hugepages.toString(), ProcText.read(hugepages));
        }
        for (Path folder : FOLDERS) {
            if (Files.exists(folder)) {
                state.put(
                        folder.toString(),
                        list(folder).stream().sorted().toList().toString());
            }
        }
        state.put("mounts", Files.readString(Path.of("/proc/self/mountinfo")));
        return state;
    }

    /** The eBPF programs in the kernel, if there is something to list them with and it may. */
    static String programs() {
        try {
            return program("bpftool").isPresent() ? output(List.of("bpftool", "prog", "list")) : "";
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Path> program(String name) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Without privileges some of them refuse; then the refusal is what is compared. */
    private static String output(List<String> command) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(command);
        argv.set(0, program(command.get(0)).orElseThrow().toString());
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return VOLATILE.matcher(text).replaceAll("");
    }

    private static void addFiles(Map<String, String> state, Path root, Pattern wanted, Pattern dropped)
            throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(root)) {
            files = walk.filter(Files::isRegularFile)
                    .filter(file -> wanted.matcher(file.toString()).matches())
                    .filter(file -> !dropped.matcher(file.toString()).matches())
                    .toList();
        }
        for (Path file : files) {
            try {
                state.put(file.toString(), ProcText.read(file));
            } catch (IOException unreadable) {
                // Some belong to root alone, some cannot be read while an interface is down; that must not change.
                state.put(file.toString(), "unreadable");
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    static void assertSame(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changed = new TreeMap<>(after);
        changed.entrySet().removeAll(before.entrySet());
        assertThat(changed).as("changed or new").isEmpty();
        assertThat(before.keySet().stream()
                        .filter(name -> !after.containsKey(name))
                        .toList())
                .as("gone")
                .isEmpty();
    }
}
