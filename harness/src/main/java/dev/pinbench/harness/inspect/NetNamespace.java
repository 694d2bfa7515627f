package dev.pinbench.harness.inspect;

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
record NetNamespace(long inode, String label, List<String> enter) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    NetNamespace {
        enter = List.copyOf(enter);
    }

    boolean isOwn() {
        return enter.isEmpty();
    }

    NetNamespace called(String name) {
        return new NetNamespace(inode, name, enter);
    }

    /** Runs a program in it to its end, whatever its exit status. */
    CommandResult run(List<String> argv) throws CommandException, InterruptedException {
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
     * @throws InspectException if the program is missing or its exit status is not zero
     */
    String output(List<String> argv) throws InspectException, InterruptedException {
        try {
            CommandResult result = run(argv);
            if (result.exitCode() != 0) {
                throw new InspectException(failure(argv, result));
            }
            return result.stdout();
        } catch (CommandException e) {
            throw InspectException.of(e);
        }
    }

    /** What went wrong, in the program's own words. */
    String failure(List<String> argv, CommandResult result) {
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
