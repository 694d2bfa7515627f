package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * The program as a process of its own, whose descendants all carry a mark in their environment, so that what it leaves
 * behind can be told from everything else on the machine.
 */
final class ChildRun implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;
    private static final int NATIVE_ACCESS_WARNED_FROM = 24;
    private static final String MARK = "PINBENCH_TEST_ID";

    private final Process process;
    private final String mark;
    private final Path out;
    private final Path err;

    private ChildRun(Process process, String mark, Path out, Path err) {
        this.process = process;
        this.mark = mark;
        this.out = out;
        this.err = err;
    }

    static ChildRun start(Path folder, String... arguments) throws IOException {
        return startBehind(List.of(), folder, arguments);
    }

    /** As {@link #start}, with the program at the end of the command line of another. */
    static ChildRun startBehind(List<String> wrapper, Path folder, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(wrapper);
        argv.addAll(java());
        argv.addAll(List.of(arguments));
        return startCommand(argv, folder);
    }

    /** As {@link #start}, with {@code folder} as the current one. */
    static ChildRun startIn(Path folder, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(java());
        argv.addAll(List.of(arguments));
        return startCommand(argv, folder, folder);
    }

    /** Any command line, marked; a test run in the background has SIGINT ignored, which its children would inherit. */
    static ChildRun startCommand(List<String> command, Path folder) throws IOException {
        return startCommand(command, folder, Path.of(""));
    }

    private static ChildRun startCommand(List<String> command, Path folder, Path current) throws IOException {
        List<String> argv = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        argv.addAll(command);
        String mark = UUID.randomUUID().toString();
        Path out = Files.createTempFile(folder, "child", ".out");
        Path err = Files.createTempFile(folder, "child", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(current.toAbsolutePath().toFile());
        builder.environment().put(MARK, mark);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        return new ChildRun(builder.start(), mark, out, err);
    }

    /** The command line that starts the program. */
    static List<String> java() {
        List<String> argv = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (Runtime.version().feature() >= NATIVE_ACCESS_WARNED_FROM) {
            // The launcher says so with the jar's manifest, which classes in a folder do not have.
            argv.add("--enable-native-access=ALL-UNNAMED");
        }
        argv.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xms64m",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.pinbench.harness.cli.Main"));
        return List.copyOf(argv);
    }

    long pid() {
        return process.pid();
    }

    String out() throws IOException {
        return Files.readString(out);
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** Waits for its end and gives the exit status. */
    int await() throws InterruptedException, IOException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended in time; so far it said: %s", err())
                .isTrue();
        return process.exitValue();
    }

    /** Waits until {@code condition} holds, which it must before the child ends. */
    void until(String what, BooleanSupplier condition) throws InterruptedException, IOException {
        AtomicBoolean held = new AtomicBoolean();
        Waiting.until(PATIENCE_SECONDS, () -> {
            held.set(condition.getAsBoolean());
            return held.get() || !process.isAlive();
        });
        assertThat(held).as("%s; it said: %s", what, err()).isTrue();
    }

    /** Whether what it wrote to standard error so far holds {@code text}. */
    boolean said(String text) {
        try {
            return err().contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits this long, or for its end if that comes first. */
    void letRun(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL to the program alone: its children are for the kernel to end. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Sends a signal by name to a process, or to a process group if negative. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        // The shell's own kill: the program is in procps, which not every machine has.
        Process kill = new ProcessBuilder("sh", "-c", "kill -s \"$1\" -- \"$2\"", "sh", name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Names of all processes that carry the mark, the program among them while it runs. */
    List<String> marked() {
        return ProcessHandle.allProcesses()
                .map(each -> Path.of("/proc", Long.toString(each.pid())))
                .filter(this::isMarked)
                .map(folder -> read(folder.resolve("comm")).strip())
                .toList();
    }

    private boolean isMarked(Path folder) {
        return read(folder.resolve("environ")).contains(MARK + "=" + mark);
    }

    /** A process that has ended, or is another user's, reads as nothing. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException notOursOrGone) {
            return "";
        }
    }

    void assertNothingLeft() throws InterruptedException {
        boolean gone = Waiting.until(5, () -> marked().isEmpty());
        assertThat(gone).as("processes left: %s", marked()).isTrue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
