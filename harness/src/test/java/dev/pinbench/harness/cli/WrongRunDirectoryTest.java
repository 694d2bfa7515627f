package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run directory that is none, or not one for this program or machine: one line, exit status 2, left as it is. */
class WrongRunDirectoryTest {

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path run = Path.of("");

    @BeforeAll
    static void measureOnce() throws IOException {
        Invocation invocation = Invocation.of(
                "run",
                TinyProfile.in(shared).toString(),
                "--no-report",
                "--out",
                shared.resolve("run").toString());
        assertThat(invocation.status()).as(invocation.err()).isZero();
    }

    @BeforeEach
    void copyManifest() throws IOException {
        run = folder.resolve("run");
        Files.createDirectories(run.resolve("trials"));
        Files.copy(shared.resolve("run/run.json"), run.resolve("run.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze", "report", "resume"})
    void refusesWhatIsNoRun(String command) throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertRefused(command, empty, empty + " is not a Pinbench run directory: there is no run.json");
        assertThat(empty).isEmptyDirectory();
        Path nothing = folder.resolve("nothing");
        assertRefused(command, nothing, nothing + ": there is no such run directory");
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertRefused(command, file, file + " is a file, not a run directory");
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("run.json"), "{\"name\": \"of another program\"}");
        assertRefused(
                command,
                other,
                other.resolve("run.json") + " has no schemaVersion, so " + other + " is not a Pinbench run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyze", "report", "resume"})
    void refusesANewerFormat(String command) throws Exception {
        change("\"schemaVersion\" : " + RunDirectory.SCHEMA_VERSION, "\"schemaVersion\" : 99");
        assertRefused(
                command,
                run,
                run.resolve("run.json") + " has format version 99, this Pinbench reads up to "
                        + RunDirectory.SCHEMA_VERSION + "; use a newer Pinbench");
    }

    @Test
    void refusesToResumeWhatAnotherMachineBegan() throws Exception {
        change("\"kernelRelease\" : \"", "\"kernelRelease\" : \"0.");
        assertRefusedToResume("was begun on another kernel (0.");
    }

    @Test
    void refusesToResumeWithAnotherMachineId() throws Exception {
        String json = Files.readString(run.resolve("run.json"));
        Files.writeString(
                run.resolve("run.json"),
                json.replaceFirst("\"machineId\" : (\"[^\"]*\"|null)", "\"machineId\" : \"another\""));
        assertRefusedToResume("was begun on another machine (another, here it is");
    }

    @Test
    void refusesToResumeWithAnEditedProfile() throws Exception {
        change("\"duration\" : \"1s\"", "\"duration\" : \"2s\"");
        assertRefusedToResume(" was changed after the run began; start a new run with `pinbench run`");
    }

    private void change(String from, String to) throws IOException {
        Path file = run.resolve("run.json");
        String json = Files.readString(file);
        assertThat(json).contains(from);
        Files.writeString(file, json.replaceFirst(Pattern.quote(from), to));
    }

    private void assertRefusedToResume(String reason) throws IOException {
        String before = Files.readString(run.resolve("run.json"));
        Invocation invocation = Invocation.of("resume", run.toString());
        assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.errLines())
                .singleElement()
                .asString()
                .startsWith("pinbench: ")
                .contains(run.toString(), reason);
        assertThat(Files.readString(run.resolve("run.json"))).isEqualTo(before);
    }

    private static void assertRefused(String command, Path path, String message) {
        Invocation invocation = Invocation.of(command, path.toString());
        assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.errLines()).isEqualTo(List.of("pinbench: " + message));
        assertThat(invocation.out()).isEmpty();
    }
}
