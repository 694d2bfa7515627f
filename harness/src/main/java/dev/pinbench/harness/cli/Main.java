package dev.pinbench.harness.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Entry point of the launcher. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Whatever the locale says: the texts hold signs beyond ASCII and go into files and pipes as well.
        WatchedOutput out = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
        Console console = new Console(
                new PrintWriter(out, false, StandardCharsets.UTF_8),
                new PrintWriter(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
                Boolean.getBoolean("pinbench.terminal"),
                Boolean.getBoolean("pinbench.terminal.out") && System.getenv("NO_COLOR") == null,
                Integer.getInteger("pinbench.columns", Console.DEFAULT_WIDTH));
        int status = Pinbench.run(console, arguments);
        console.out().flush();
        String complaint = out.complaint();
        if (complaint != null) {
            console.say("pinbench: what was to go to standard output is not all there: " + complaint);
            status = status == ExitStatus.DONE ? ExitStatus.MACHINE : status;
        }
        console.err().flush();
        System.exit(status);
    }
}
