package dev.pinbench.harness.cli;

import dev.pinbench.analysis.results.RunDirectoryException;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.process.MissingToolException;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.profile.ProfileException;
import dev.pinbench.harness.targets.TargetException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: its commands, and what becomes of their errors. */
@Command(
        name = "pinbench",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        description = "Tells why network throughput collapses on a core, and proves it.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "To begin:  pinbench run profiles/first-look.yaml",
            "pinbench verify builds Pinbench and passes every test.",
            "",
            "Exit status: 0 done; 1 done, but trials failed or an account does not balance;",
            "2 bad input, nothing touched; 3 the machine lacks something; 130 interrupted,",
            "a run can be resumed."
        })
final class Pinbench implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    /** Runs one command line and gives its exit status. */
    static int run(Console console, String... arguments) {
        CommandLine commandLine = new CommandLine(new Pinbench());
        commandLine.addSubcommand(new RunCommand(console));
        commandLine.addSubcommand(new ResumeCommand(console));
        commandLine.addSubcommand(new AnalyzeCommand(console));
        commandLine.addSubcommand(new ReportCommand(console));
        commandLine.addSubcommand(new AccountCommand(console));
        commandLine.addSubcommand(new InspectCommand(console));
        commandLine.addSubcommand(new DoctorCommand(console));
        commandLine.addSubcommand(new CalibrateCommand(console));
        commandLine.setOut(console.out());
        commandLine.setErr(console.err());
        commandLine.setUsageHelpWidth(Math.max(60, Math.min(console.width(), 80)));
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(
                console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        commandLine.setParameterExceptionHandler((e, args) -> badArguments(console, e));
        commandLine.setExecutionExceptionHandler((e, command, result) -> failed(console, e));
        putBackWhatAKilledRunLeft(console);
        return commandLine.execute(arguments);
    }

    private static void putBackWhatAKilledRunLeft(Console console) {
        try {
            HostChanges.recover(HostChanges.FOLDER).forEach(sentence -> console.say("pinbench: " + sentence));
        } catch (IOException e) {
            console.say("pinbench: " + ErrorText.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    private static int badArguments(Console console, ParameterException e) {
        boolean unknownCommand =
                e instanceof UnmatchedArgumentException && e.getCommandLine().getParent() == null;
        console.say(
                unknownCommand
                        ? "pinbench: there is no command "
                                + Printable.escape(((UnmatchedArgumentException) e)
                                        .getUnmatched()
                                        .get(0))
                        : "pinbench: " + Printable.escape(String.valueOf(e.getMessage())));
        UnmatchedArgumentException.printSuggestions(e, console.err());
        console.say("Try 'pinbench"
                + (e.getCommandLine().getParent() == null
                        ? ""
                        : " " + e.getCommandLine().getCommandName()) + " --help'.");
        return ExitStatus.BAD_INPUT;
    }

    private static int failed(Console console, Exception e) {
        if (e instanceof ProfileException profile) {
            List<String> problems = profile.problems();
            problems.forEach(console::say);
            return ExitStatus.BAD_INPUT;
        }
        if (e instanceof CliException cli) {
            console.say("pinbench: " + cli.getMessage());
            return cli.exitStatus();
        }
        if (e instanceof RunDirectoryException || e instanceof TargetException) {
            console.say("pinbench: " + e.getMessage());
            return ExitStatus.BAD_INPUT;
        }
        if (e instanceof MissingToolException) {
            console.say("pinbench: " + e.getMessage() + "; `pinbench doctor` names the package");
            return ExitStatus.MACHINE;
        }
        if (e instanceof IOException io) {
            console.say("pinbench: " + ErrorText.of(io));
            return ExitStatus.MACHINE;
        }
        console.say("pinbench: a defect of Pinbench, please report it with what follows");
        e.printStackTrace(console.err());
        console.err().flush();
        return ExitStatus.MACHINE;
    }
}
