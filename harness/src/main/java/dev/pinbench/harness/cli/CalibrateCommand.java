package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.harness.calibrate.Calibrating;
import dev.pinbench.harness.calibrate.Calibration;
import dev.pinbench.harness.calibrate.CalibrationOptions;
import dev.pinbench.harness.calibrate.CalibrationStore;
import dev.pinbench.harness.calibrate.CalibrationText;
import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.host.HostFactsReader;
import dev.pinbench.harness.run.StopRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code pinbench calibrate}. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what sampling costs on this machine, and the smallest effect that it can show.",
            "The result is kept in results/calibration.json; later runs on this machine cite it.",
            "Takes half a minute, three trials for each block, and 26 s for each connection",
            "(longer at less than 10 frames a second).",
            "Let nothing else run."
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int MOST_BLOCKS = 10_000;
    private static final int MOST_SECONDS = 3600;
    private static final int MOST_FRAMES_PER_SECOND = 100;
    private static final int FEWEST_FRAMES = 5;
    private static final long STOP_SECONDS = 20;

    /** Four times each order of three turns. */
    private static final int BLOCKS_A_CONNECTION = 24;

    private final Console console;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            description = "blocks of three trials, best a multiple of 6 (default: ${DEFAULT-VALUE})")
    private int blocks = 30;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "length of each trial, in whole seconds (default: ${DEFAULT-VALUE})")
    private int seconds = 2;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "connections within which sampling is switched on and off; 0 for none, else 2 or more, best 6"
                    + " or more (default: ${DEFAULT-VALUE})")
    private int connections = 12;

    @Option(names = "--rate", paramLabel = "N", description = "frames a second, 1 to 100 (default: ${DEFAULT-VALUE})")
    private int framesPerSecond = 10;

    @Option(
            names = "--client-core",
            paramLabel = "CPU",
            description = "where the client runs (default: the second online CPU)")
    private @Nullable Integer clientCore;

    @Option(
            names = "--server-core",
            paramLabel = "CPU",
            description = "where the server runs (default: the first online CPU)")
    private @Nullable Integer serverCore;

    @Option(names = "--seed", paramLabel = "N", description = "seed of the order of trials (default: ${DEFAULT-VALUE})")
    private long seed = 42;

    @Option(names = "--json", description = "print the stored JSON")
    private boolean json;

    @Option(names = "--rootless", description = "make the lab in a user namespace even as root")
    private boolean rootless;

    CalibrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        HostFacts host = HostFactsReader.readLive();
        List<Integer> online = host.cpus().stream().map(CpuTopology::cpu).toList();
        within("--blocks", blocks, 2, MOST_BLOCKS);
        within("--connections", connections, connections == 0 ? 0 : 2, MOST_BLOCKS);
        within("--duration", seconds, 1, MOST_SECONDS);
        within("--rate", framesPerSecond, 1, MOST_FRAMES_PER_SECOND);
        if (framesPerSecond * seconds < FEWEST_FRAMES) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    "--rate: expected at least " + FEWEST_FRAMES + " frames in a trial, but " + framesPerSecond
                            + "/s in " + seconds + " s are fewer");
        }
        int client = core("--client-core", clientCore, online, Math.min(1, online.size() - 1));
        int server = core("--server-core", serverCore, online, 0);
        Machine machine = Machine.require(rootless, List.of());
        Path results = RunPaths.results(console);
        CalibrationStore store = new CalibrationStore(results);
        Calibrating calibrating = new Calibrating(
                new CalibrationOptions(
                        blocks,
                        seconds,
                        connections,
                        BLOCKS_A_CONNECTION,
                        framesPerSecond,
                        client,
                        server,
                        seed,
                        machine.rootless()),
                host);
        store.requireWritable();
        console.say("calibrate: readers, then " + blocks + " blocks of 3 trials of " + seconds + " s"
                + (connections == 0 ? "" : ", then " + connections + " connections"));
        StopRequest stop = new StopRequest();
        Thread hook = new Thread(() -> stop.stopAndWait(STOP_SECONDS), "pinbench-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return finish(calibrating.measure(Version.text(), this::progress), store, stop);
        } catch (InterruptedException e) {
            return interrupted();
        } catch (IOException | RuntimeException e) {
            // JMH says an interruption in many ways, according to what it is at.
            if (stop.requested()) {
                return interrupted();
            }
            throw e;
        } finally {
            stop.finished();
            StopHooks.remove(hook);
        }
    }

    /** Prints and keeps it, unless somebody has asked to stop; who asks later waits until it is kept. */
    int finish(Calibration calibration, CalibrationStore store, StopRequest stop) {
        if (stop.settle() || stop.requested()) {
            return interrupted();
        }
        print(calibration);
        keep(calibration, store);
        return calibration.observer().failures() > 0 ? ExitStatus.TRIALS_FAILED : ExitStatus.DONE;
    }

    private int interrupted() {
        endLine();
        console.say("interrupted: nothing is stored");
        return ExitStatus.INTERRUPTED;
    }

    private void keep(Calibration calibration, CalibrationStore store) {
        try {
            store.write(calibration);
            if (!json) {
                console.out().println();
                console.out().println("Kept in " + store.file());
                console.out().flush();
            }
        } catch (IOException e) {
            throw new CliException(
                    ExitStatus.MACHINE,
                    "this calibration is not kept: "
                            + ErrorText.of(e, store.file().toAbsolutePath()));
        }
    }

    private void print(Calibration calibration) {
        endLine();
        calibration.observer().problems().forEach(console::say);
        if (json) {
            console.out().print(new String(calibration.toJson(), StandardCharsets.UTF_8));
        } else {
            CalibrationText.lines(calibration).forEach(console.out()::println);
        }
        console.out().flush();
    }

    /** A terminal sees every trial, anybody else every tenth part. */
    private void progress(int done, int all, long nanosLeft) {
        long left = Math.round(nanosLeft / 1e9);
        String line = String.format(
                Locale.ROOT, "[%d/%d] with and without sampling   %d:%02d left", done, all, left / 60, left % 60);
        if (console.terminal()) {
            console.err().print(ProgressLines.ERASE_LINE + line);
            console.err().flush();
        } else if (done % Math.max(1, all / 10) == 0) {
            console.say(line);
        }
    }

    private void endLine() {
        if (console.terminal()) {
            console.err().print(ProgressLines.ERASE_LINE);
            console.err().flush();
        }
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    option + ": expected a number from " + least + " to " + most + ", but found " + value);
        }
    }

    private static int core(String option, @Nullable Integer asked, List<Integer> online, int otherwise) {
        if (asked == null) {
            return online.get(otherwise);
        }
        if (!online.contains(asked)) {
            throw new CliException(
                    ExitStatus.BAD_INPUT,
                    option + ": expected an online CPU (" + CpuList.format(online) + "), but found " + asked);
        }
        return asked;
    }
}
