package dev.pinbench.harness.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** One command line in this process, and what came of it. */
record Invocation(int status, String out, String err) {

    static Invocation of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Console console = new Console(new PrintWriter(out), new PrintWriter(err), false, false, 80);
        int status = Pinbench.run(console, arguments);
        console.out().flush();
        console.err().flush();
        return new Invocation(status, out.toString(), err.toString());
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
