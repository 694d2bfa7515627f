package dev.pinbench.harness.host;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Executables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks for the programs that Pinbench runs, and asks each for its version. */
public final class Tools {

    /** The oldest iperf3 whose JSON output and options Pinbench understands. */
    public static final ToolVersion IPERF3_MINIMUM = new ToolVersion(List.of(3, 9));

    /** The first iperf3 that runs parallel streams in threads of their own. */
    public static final ToolVersion IPERF3_THREADED = new ToolVersion(List.of(3, 16));

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** iproute2 gives itself a version, or, up to 5.7, a snapshot date such as ss200330. */
    private static final Pattern IPROUTE = Pattern.compile("iproute2-([0-9A-Za-z.]+)");

    private static final Pattern NUMBER = Pattern.compile("(?:^|[\\sv-])(\\d+(?:\\.\\d+)+\\S*?)(?=[\\s,)]|$)");

    private record Wanted(String name, String debianPackage, boolean required, String purpose, String versionOption) {}

    private static final List<Wanted> WANTED = List.of(
            new Wanted("iperf3", "iperf3", true, "makes the traffic", "--version"),
            new Wanted("ip", "iproute2", true, "builds the lab's networks", "-V"),
            new Wanted("ethtool", "ethtool", true, "switches and reads back offloads", "--version"),
            new Wanted("taskset", "util-linux", true, "pins programs to cores", "--version"),
            new Wanted("nsenter", "util-linux", true, "starts programs inside the lab", "--version"),
            new Wanted("unshare", "util-linux", true, "creates the lab's namespaces", "--version"),
            new Wanted("stress-ng", "stress-ng", false, "competes for a core", "--version"),
            new Wanted("bpftrace", "bpftrace", false, "measures softirq time exactly", "--version"),
            new Wanted("perf", "linux-perf", false, "tells which kernel functions take the time", "--version"),
            new Wanted("tcpdump", "tcpdump", false, "captures the packets of an account", "--version"),
            new Wanted(
                    "bpftool",
                    "bpftool",
                    false,
                    "tells inspect of BPF programs by tcx and netkit and of Cilium's maps, and loads those of datapath ebpf",
                    "--version"));

    private Tools() {}

    /** Every program that Pinbench knows to use, in a fixed order, present or not. */
    public static List<Tool> detect() throws InterruptedException {
        List<Tool> tools = new ArrayList<>();
        for (Wanted wanted : WANTED) {
            Optional<Path> path = Executables.find(wanted.name());
            tools.add(new Tool(
                    wanted.name(),
                    wanted.debianPackage(),
                    wanted.required(),
                    wanted.purpose(),
                    path.orElse(null),
                    path.isPresent() ? askVersion(path.get(), wanted) : null));
        }
        return List.copyOf(tools);
    }

    private static @Nullable String askVersion(Path path, Wanted wanted) throws InterruptedException {
        try {
            CommandResult result = Commands.run(List.of(path.toString(), wanted.versionOption()), TIMEOUT);
            return version(wanted.name(), result.stdout() + result.stderr()).orElse(null);
        } catch (CommandException e) {
            return null;
        }
    }

    /** The version in the first line of what a program says. */
    static Optional<String> version(String tool, String said) {
        String first = said.lines().findFirst().orElse("");
        Matcher matcher = (tool.equals("ip") ? IPROUTE : NUMBER).matcher(first);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
