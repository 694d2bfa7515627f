package dev.pinbench.harness.cli;

import dev.pinbench.harness.inspect.Inspection;
import dev.pinbench.harness.inspect.InspectionText;
import dev.pinbench.harness.inspect.Inspector;
import dev.pinbench.harness.inspect.Target;
import dev.pinbench.harness.inspect.TargetException;
import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pinbench inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Draws what a packet from a process, network namespace or container crosses, hop by hop from inside out, and how"
                    + " each hop is set up. Reads only.",
            "TARGET is " + Target.FORMS + "; a bare number is a process."
        })
final class InspectCommand implements Callable<Integer> {
    /** What could be a numeric address: anything else would be looked up as a host's name. */
    private static final Pattern NUMERIC = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final Console console;

    @Parameters(index = "0", paramLabel = "TARGET", description = "where the packet comes from")
    private String target = "";

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "where the packet goes (default: anywhere, by the default route)")
    private @Nullable String to;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Target parsed = Target.parse(target)
                .orElseThrow(() -> bad("TARGET: expected " + Target.FORMS + ", but found " + Printable.escape(target)));
        Inspection inspection;
        try {
            inspection = Inspector.inspect(target, parsed, destination(), Optional.empty());
        } catch (TargetException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        console.out().print(InspectionText.render(inspection));
        console.out().flush();
        return ExitStatus.DONE;
    }

    private String destination() {
        if (to == null) {
            return Inspector.ANYWHERE;
        }
        try {
            if (NUMERIC.matcher(to).matches()) {
                return InetAddress.getByName(to).getHostAddress();
            }
        } catch (UnknownHostException e) {
            throw badAddress(to);
        }
        throw badAddress(to);
    }

    private static CliException badAddress(String found) {
        return bad("--to: expected a numeric address such as 10.0.0.1 or 2001:db8::1, but found "
                + Printable.escape(found));
    }

    private static CliException bad(String message) {
        return new CliException(ExitStatus.BAD_INPUT, message);
    }
}
