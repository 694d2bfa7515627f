package dev.pinbench.harness.lab.datapath;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.process.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Collects what a datapath lacks. Kernel features are tried in a network namespace that ends with the try. */
final class Needs {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final boolean rootless;
    private final List<Lack> lacking = new ArrayList<>();

    Needs(boolean rootless) {
        this.rootless = rootless;
    }

    /** A program, and the Debian package that has it. */
    Needs tool(String name, String debianPackage) {
        if (Executables.find(name).isEmpty()) {
            lacking.add(new Lack(name + " is not installed", "sudo apt-get install " + debianPackage));
        }
        return this;
    }

    /** What a user namespace does not allow. */
    Needs root(String why) {
        if (rootless) {
            lacking.add(new Lack(why + " needs root", "run again with sudo"));
        }
        return this;
    }

    /**
     * A kind of interface.
     *
     * @param kind driver's word, which is also the name of its module
     * @param commands commands of {@code ip -batch} that make one; those of a fresh namespace with lo only
     */
    Needs link(String kind, String... commands) throws InterruptedException {
        return works(
                "this kernel makes no interface of kind " + kind,
                "sudo modprobe " + kind + "  # or boot a kernel that has it",
                List.of("ip", "-batch", "-"),
                String.join("\n", commands) + "\n");
    }

    /**
     * A command that has to succeed in a fresh network namespace. Not tried if something is missing already: its program
     * may be.
     *
     * @param otherwise what is missing if it fails
     * @param mend the command that mends it
     */
    Needs works(String otherwise, String mend, List<String> argv, String stdin) throws InterruptedException {
        if (!lacking.isEmpty()) {
            return this;
        }
        List<String> words = new ArrayList<>(List.of("unshare"));
        if (rootless) {
            words.addAll(List.of("--user", "--map-root-user"));
        }
        words.addAll(List.of("--net", "--mount", "--"));
        words.addAll(argv);
        try {
            CommandResult result = Commands.run(words, stdin, TIMEOUT);
            if (result.exitCode() != 0) {
                lacking.add(new Lack(otherwise + " (" + Printable.escape(said(result)) + ")", mend));
            }
        } catch (CommandException e) {
            lacking.add(new Lack(otherwise + " (" + e.getMessage() + ")", mend));
        }
        return this;
    }

    /** The first line; with the next one where it says no more than who speaks, as iptables-restore does. */
    private static String said(CommandResult result) {
        List<String> lines = result.stderr()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(2)
                .toList();
        if (lines.isEmpty()) {
            return "no words";
        }
        return lines.get(0).endsWith(":") ? String.join(" ", lines) : lines.get(0);
    }

    /** Anything else, seen to be missing. */
    Needs lacks(String what, String mend) {
        lacking.add(new Lack(what, mend));
        return this;
    }

    List<Lack> lacking() {
        return List.copyOf(lacking);
    }
}
