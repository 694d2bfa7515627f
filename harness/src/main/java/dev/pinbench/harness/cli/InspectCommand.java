package dev.pinbench.harness.cli;

import dev.pinbench.harness.inspect.Inspection;
import dev.pinbench.harness.inspect.InspectionDrawing;
import dev.pinbench.harness.inspect.InspectionJson;
import dev.pinbench.harness.inspect.InspectionText;
import dev.pinbench.harness.inspect.Inspector;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.targets.Target;
import dev.pinbench.harness.targets.TargetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
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
    private static final Pattern NUMERIC =
            Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final Pattern INTERVAL = Pattern.compile("([1-9][0-9]{0,6})(ms|s)");
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Console console;

    @Parameters(index = "0", paramLabel = "TARGET", description = "where the packet comes from")
    private String target = "";

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            description = "where the packet goes (default: anywhere, by the default route)")
    private @Nullable String to;

    @Option(
            names = "--interval",
            paramLabel = "2s",
            description = "also count packets at each hop for so long, in s or ms")
    private @Nullable String interval;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--svg", paramLabel = "FILE", description = "also draw it into a file of SVG")
    private @Nullable Path svg;

    InspectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Target parsed = Target.parse(target)
                .orElseThrow(() -> bad("TARGET: expected " + Target.FORMS + ", but found " + Printable.escape(target)));
        Optional<String> destination = destination();
        Optional<Duration> counted = counted();
        Inspection inspection;
        try {
            inspection = Inspector.inspect(target, parsed, destination, counted);
        } catch (TargetException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        if (svg != null) {
            Files.writeString(svg, InspectionDrawing.of(inspection).svg("inspect"));
        }
        console.out().print(json ? InspectionJson.render(inspection) : InspectionText.render(inspection));
        console.out().flush();
        return ExitStatus.DONE;
    }

    private Optional<Duration> counted() {
        if (interval == null) {
            return Optional.empty();
        }
        Matcher matcher = INTERVAL.matcher(interval);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration duration = matcher.group(2).equals("ms") ? Duration.ofMillis(number) : Duration.ofSeconds(number);
            if (duration.compareTo(LONGEST) <= 0) {
                return Optional.of(duration);
            }
        }
        throw bad("--interval: expected a time such as 500ms or 2s, at most " + LONGEST.toSeconds() + "s, but found "
                + Printable.escape(interval));
    }

    private Optional<String> destination() {
        if (to == null) {
            return Optional.empty();
        }
        try {
            if (NUMERIC.matcher(to).matches()) {
                return Optional.of(InetAddress.getByName(to).getHostAddress());
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
