package dev.pinbench.harness.targets;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace of this machine.
 *
 * @param inode the number that tells it from every other (net:[…], fs/nsfs.c)
 * @param label what people call it, untrusted: {@code host} for the one that Pinbench is in, else the name that
 *     {@code ip netns} gives, else a process in it
 * @param enter arguments of nsenter that lead into it; empty for the one that Pinbench is in
 */
public record NetNamespace(long inode, String label, List<String> enter) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    public NetNamespace {
        enter = List.copyOf(enter);
    }

    /** Whether it is the one that Pinbench is in. */
    public boolean isOwn() {
        return enter.isEmpty();
    }

    NetNamespace called(String name) {
        return new NetNamespace(inode, name, enter);
    }

    /** Runs a program in it to its end, whatever its exit status. */
    public CommandResult run(List<String> argv) throws CommandException, InterruptedException {
        List<String> words = new ArrayList<>();
        if (!isOwn()) {
            words.add("nsenter");
            words.addAll(enter);
            words.add("--");
        }
        words.addAll(argv);
        return Commands.run(words, TIMEOUT);
    }

    /**
     * What a program prints in it.
     *
     * @throws NamespaceException if the program is missing or its exit status is not zero
     */
    public String output(List<String> argv) throws NamespaceException, InterruptedException {
        try {
            CommandResult result = run(argv);
            if (result.exitCode() != 0) {
                throw new NamespaceException(failure(argv, result));
            }
            return result.stdout();
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        }
    }

    /** What went wrong, in the program's own words. */
    public String failure(List<String> argv, CommandResult result) {
        String said = result.stderr()
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no words on standard error");
        boolean refused = said.contains("Operation not permitted") || said.contains("Permission denied");
        return "in namespace " + Printable.escape(label) + ": " + Printable.argv(argv) + ": exit status "
                + result.exitCode() + ": " + Printable.escape(said.strip())
                + (refused ? "; run as root" : "");
    }
}
