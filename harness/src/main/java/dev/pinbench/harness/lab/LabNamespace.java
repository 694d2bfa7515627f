package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One network namespace that the lab made or adopted, kept reachable by a process in it. Its sysfs and its counters are read
 * through that process, without entering.
 */
public final class LabNamespace {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final long anchorPid;
    private final List<String> enter;

    /**
     * @param enter the argument vector behind which a program runs in it
     */
    LabNamespace(String name, long anchorPid, List<String> enter) {
        this.name = name;
        this.anchorPid = anchorPid;
        this.enter = List.copyOf(enter);
    }

    /** Name of the node or pod, unique in the lab. */
    public String name() {
        return name;
    }

    /** A process in it, in the host's PID namespace; lives as long as the lab. */
    public long anchorPid() {
        return anchorPid;
    }

    /** The argument vector that runs {@code argv} in it. nsenter stays as the parent: its child is the program. */
    public List<String> command(List<String> argv) {
        List<String> words = new ArrayList<>(enter);
        words.addAll(argv);
        return List.copyOf(words);
    }

    /** Runs a program in it to its end. */
    public CommandResult run(List<String> argv) throws CommandException, InterruptedException {
        return Commands.run(command(argv), COMMAND_TIMEOUT);
    }

    /** Runs a program in it, with a text on its standard input; fails if its exit status is not zero. */
    public void require(List<String> argv, String stdin) throws LabException, InterruptedException {
        try {
            Commands.runOrThrow(command(argv), stdin, COMMAND_TIMEOUT);
        } catch (CommandException e) {
            throw new LabException("lab: in " + name + ": " + e.getMessage(), e);
        }
    }

    /** Sets a kernel parameter of this namespace: {@code net/ipv4/ip_forward}. */
    public void sysctl(String path, String value) throws LabException, InterruptedException {
        sysctl(List.of(path), value);
    }

    /** Sets several to the same value, in their order, with one program for all. */
    void sysctl(List<String> paths, String value) throws LabException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("tee"));
        paths.forEach(path -> argv.add("/proc/sys/" + path));
        require(argv, value);
    }

    /** The counters of one of its interfaces in sysfs, a file each (net/core/net-sysfs.c). */
    public Path statistics(String interfaceName) {
        return sysClassNet(interfaceName).resolve("statistics");
    }

    /** The sysfs folder of one of its interfaces, as the host can read and write it. */
    Path sysClassNet(String interfaceName) {
        return Path.of("/proc", Long.toString(anchorPid), "root/sys/class/net", interfaceName);
    }
}
