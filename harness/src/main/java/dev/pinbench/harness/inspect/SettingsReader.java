package dev.pinbench.harness.inspect;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what ethtool and sysfs say of the interfaces of one namespace. */
final class SettingsReader {
    /** Short names, and those that {@code ethtool -k} prints (net/ethtool/common.c). */
    private static final Map<String, String> FEATURES = Map.of(
            "tcp-segmentation-offload", "tso",
            "generic-segmentation-offload", "gso",
            "generic-receive-offload", "gro",
            "tx-checksumming", "tx-checksum",
            "tx-udp_tnl-segmentation", "udp-tunnel");

    private static final Pattern SYSFS =
            Pattern.compile("\\./([^/]+)/(queues/([rt]x-[0-9]+)/[rx]ps_cpus|threaded):(.*)");

    private static final String READ = """
            cd "$1/class/net" || exit 1
            shift
            for name; do
              grep -s "" "./$name"/queues/rx-*/rps_cpus "./$name"/queues/tx-*/xps_cpus "./$name/threaded" /dev/null
            done
            exit 0
            """;

    /**
     * The sysfs of a namespace shows its interfaces only where it is mounted from inside: here, in a mount of our own. Over one
     * of the same namespace the kernel mounts it only with something in between ({@code graft_tree} in fs/namespace.c).
     */
    private static final String MOUNT_AND_READ =
            "mount -t tmpfs tmpfs \"$1\" && mount -t sysfs sysfs \"$1\" || exit 1\n" + READ;

    private SettingsReader() {}

    /**
     * The settings of some interfaces.
     *
     * @param privileged whether this process may mount
     * @param notes gets a sentence for what could not be read
     */
    static Map<String, Settings> read(
            NetNamespace namespace, Collection<String> names, boolean privileged, List<String> notes)
            throws NamespaceException, InterruptedException {
        Map<String, Map<String, String>> sysfs = sysfs(namespace, names, privileged, notes);
        Map<String, Settings> settings = new LinkedHashMap<>();
        for (String name : names) {
            Map<String, String> files = sysfs.getOrDefault(name, Map.of());
            Map<String, String> driver = driver(ask(namespace, List.of("ethtool", "-i", name)));
            settings.put(
                    name,
                    new Settings(
                            offloads(ask(namespace, List.of("ethtool", "-k", name))),
                            driver.get("driver"),
                            driver.get("bus-info"),
                            queues(files, "rx-"),
                            queues(files, "tx-"),
                            files.containsKey("threaded") ? !"0".equals(files.get("threaded")) : null));
        }
        return settings;
    }

    /** What ethtool prints; nothing if the driver does not answer. */
    private static String ask(NetNamespace namespace, List<String> argv)
            throws NamespaceException, InterruptedException {
        try {
            return namespace.run(argv).stdout();
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /** Lines such as {@code tcp-segmentation-offload: off [fixed]}. */
    static Map<String, Settings.Offload> offloads(String ethtool) {
        Map<String, Settings.Offload> offloads = new TreeMap<>();
        ethtool.lines().forEach(line -> {
            String[] words = line.strip().split(": ?", 2);
            String feature = FEATURES.get(words[0]);
            if (feature != null && words.length == 2 && (words[1].startsWith("on") || words[1].startsWith("off"))) {
                offloads.put(feature, new Settings.Offload(words[1].startsWith("on"), words[1].contains("[fixed]")));
            }
        });
        return offloads;
    }

    private static Map<String, String> driver(String ethtool) {
        Map<String, String> values = new LinkedHashMap<>();
        ethtool.lines().forEach(line -> {
            String[] words = line.split(": ", 2);
            if (words.length == 2 && !words[1].isBlank() && !words[1].equals("N/A")) {
                values.put(words[0], words[1].strip());
            }
        });
        return values;
    }

    private static Map<String, Map<String, String>> sysfs(
            NetNamespace namespace, Collection<String> names, boolean privileged, List<String> notes)
            throws NamespaceException, InterruptedException {
        // What an ordinary user finds in /sys is nearly always that of the namespace that he is in.
        boolean mounted = namespace.isOwn() && !privileged;
        List<String> argv = new ArrayList<>();
        if (!mounted) {
            argv.addAll(List.of("unshare", "--mount"));
        }
        argv.addAll(List.of("sh", "-c", mounted ? READ : MOUNT_AND_READ, "sh", "/sys"));
        argv.addAll(names);
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() != 0) {
                notes.add("RPS, XPS and threaded NAPI could not be read "
                        + namespace.failure(List.of("mount", "-t", "sysfs"), result));
            }
            return parseSysfs(result.stdout());
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /** Lines such as {@code ./eth0/queues/rx-0/rps_cpus:3}: from interface to queue (or {@code threaded}) to value. */
    static Map<String, Map<String, String>> parseSysfs(String text) {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            Matcher matcher = SYSFS.matcher(line);
            if (matcher.matches()) {
                String key = matcher.group(3) == null ? "threaded" : matcher.group(3);
                found.computeIfAbsent(matcher.group(1), name -> new LinkedHashMap<>())
                        .put(key, matcher.group(4).strip());
            }
        });
        return found;
    }

    private static Map<String, String> queues(Map<String, String> files, String prefix) {
        Map<Integer, String> byNumber = new TreeMap<>();
        files.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                byNumber.put(Integer.valueOf(key.substring(prefix.length())), value);
            }
        });
        Map<String, String> queues = new LinkedHashMap<>();
        byNumber.forEach((number, value) -> queues.put(prefix + number, value));
        return queues;
    }
}
