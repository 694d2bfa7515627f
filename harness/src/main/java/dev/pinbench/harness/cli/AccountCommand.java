package dev.pinbench.harness.cli;

import dev.pinbench.harness.account.AccountJson;
import dev.pinbench.harness.account.AccountOptions;
import dev.pinbench.harness.account.AccountOutcome;
import dev.pinbench.harness.account.AccountText;
import dev.pinbench.harness.account.Accounting;
import dev.pinbench.harness.capture.Capture;
import dev.pinbench.harness.capture.CaptureRequest;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.Offload;
import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;
import dev.pinbench.harness.lab.datapath.Datapath;
import dev.pinbench.harness.lab.datapath.Datapaths;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.run.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pinbench account}. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        description = {
            "Moves a fixed number of bytes over a path and draws the balance: which interface counted what, and why any"
                    + " two of them differ, to the byte.",
            "Exit status 1: a difference is left that nothing explains."
        })
final class AccountCommand implements Callable<Integer> {
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,11})([KMG]?)");
    private static final long MOST_BYTES = 1L << 40;
    private static final int LEAST_MTU = 576;
    private static final long STOP_SECONDS = 20;

    private final Console console;

    @Option(names = "--datapath", paramLabel = "NAME", description = "how pods are joined (default: ${DEFAULT-VALUE})")
    private String datapath = "bridge";

    @Option(names = "--path", paramLabel = "PATH", description = "who talks to whom (default: ${DEFAULT-VALUE})")
    private String path = TrafficPath.POD_TO_POD.label();

    @Option(names = "--nodes", paramLabel = "1|2", description = "number of nodes (default: ${DEFAULT-VALUE})")
    private int nodes = 1;

    @Option(
            names = "--bytes",
            paramLabel = "100M",
            description = "payload to send, with K, M or G for powers of 1024 (default: ${DEFAULT-VALUE})")
    private String bytes = "100M";

    @Option(names = "--mtu", paramLabel = "N", description = "MTU of the wire (default: ${DEFAULT-VALUE})")
    private int mtu = 1500;

    @Option(
            names = "--offload",
            paramLabel = "on|off",
            description = "on: as the kernel made them; off: TSO, GSO and GRO off; or switches such as tso=off,gro=on"
                    + " (default: ${DEFAULT-VALUE})")
    private String offload = "on";

    @Option(
            names = "--capture",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "capture the packets at every hop (tcpdump), and compare them with the counters; in DIR, a new"
                            + " or an empty folder, they are kept")
    private @Nullable String capture;

    @Option(names = "--json", description = "print JSON")
    private boolean json;

    @Option(names = "--rootless", description = "make the lab in a user namespace even as root")
    private boolean rootless;

    AccountCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        AccountOptions options = options();
        Machine machine =
                Machine.require(rootless, options.capture() == null ? Set.of() : Set.of(Capture.TOOL), List.of());
        DatapathChoice.require(List.of(datapath), machine.rootless());
        TopologyKey key = options.key();
        if (!key.offload().sets(key.datapath().carriesTcpWith())) {
            console.say("note: " + DatapathChoice.carriesOnly(key.datapath()));
        }
        StopRequest stop = new StopRequest();
        Thread hook = new Thread(() -> stop.stopAndWait(STOP_SECONDS), "pinbench-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        AccountOutcome outcome;
        try (Lab lab = Lab.open(machine.rootless())) {
            outcome = Accounting.draw(lab, options);
        } catch (InterruptedException e) {
            console.say("interrupted");
            return ExitStatus.INTERRUPTED;
        } finally {
            stop.finished();
            StopHooks.remove(hook);
        }
        console.out().print(json ? AccountJson.render(outcome) : AccountText.render(outcome));
        console.out().flush();
        return outcome.isExplained() ? ExitStatus.DONE : ExitStatus.TRIALS_FAILED;
    }

    private AccountOptions options() throws IOException {
        if (!Datapaths.names().contains(datapath)) {
            throw bad("--datapath", datapath, "one of " + String.join(", ", Datapaths.names()));
        }
        if (nodes != 1 && nodes != 2) {
            throw bad("--nodes", Integer.toString(nodes), "1 or 2");
        }
        int mostMtu = Datapaths.named(datapath).largestMtuBytes();
        if (mtu < LEAST_MTU || mtu > mostMtu) {
            throw bad(
                    "--mtu",
                    Integer.toString(mtu),
                    "a number from " + LEAST_MTU + " to " + mostMtu
                            + (mostMtu < Datapath.MOST_MTU_BYTES ? " with --datapath " + datapath : ""));
        }
        TrafficPath traffic = Arrays.stream(TrafficPath.values())
                .filter(each -> each.label().equals(path))
                .findFirst()
                .orElseThrow(() -> bad(
                        "--path",
                        path,
                        "one of "
                                + Arrays.stream(TrafficPath.values())
                                        .map(TrafficPath::label)
                                        .collect(Collectors.joining(", "))));
        if (!Accounting.crosses(traffic, nodes)) {
            throw bad(
                    "--path",
                    path,
                    "a path with a pod, or --nodes 2: on one node this one crosses no interface but lo");
        }
        return new AccountOptions(
                new TopologyKey(Datapaths.named(datapath), offload(), mtu, nodes), traffic, bytes(), capture());
    }

    private @Nullable CaptureRequest capture() throws IOException {
        String asked = capture;
        if (asked == null) {
            return null;
        }
        if (asked.isEmpty()) {
            return new CaptureRequest(null, console::say);
        }
        Path folder;
        try {
            folder = Path.of(asked);
        } catch (InvalidPathException e) {
            throw bad("--capture", asked, "a new or an empty folder");
        }
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw bad("--capture", asked, "a new or an empty folder");
            }
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw bad("--capture", asked + ", which is not empty", "a new or an empty folder");
                }
            }
        }
        return new CaptureRequest(folder, console::say);
    }

    private Offload offload() {
        try {
            return Offload.ofLevel(offload);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitStatus.BAD_INPUT, "--offload: " + Printable.escape(String.valueOf(e.getMessage())));
        }
    }

    private long bytes() {
        Matcher matcher = SIZE.matcher(bytes);
        if (!matcher.matches()) {
            throw bad("--bytes", bytes, "a whole number such as 1000, 4M or 1G");
        }
        int shift = switch (matcher.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        if (number > MOST_BYTES >> shift) {
            throw bad("--bytes", bytes, "at most 1024G");
        }
        return number << shift;
    }

    private static CliException bad(String option, String found, String expected) {
        return new CliException(
                ExitStatus.BAD_INPUT, option + ": expected " + expected + ", but found " + Printable.escape(found));
    }
}
