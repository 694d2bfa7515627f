package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input: one line for each problem, exit status 2, nothing touched. */
class BadInputTest {

    @TempDir
    Path folder;

    static Stream<Arguments> badOptions() {
        return Stream.of(
                Arguments.of(List.of("--set", "client-core=99999"), "--set client-core=99999: vary.client-core"),
                Arguments.of(List.of("--set", "client-core=8191"), "CPU 8191 is not online on this machine"),
                Arguments.of(List.of("--set", "mss"), "expected factor=levels, such as --set mss=536,1448"),
                Arguments.of(List.of("--set", "ms=536"), "unknown factor \"ms\""),
                Arguments.of(List.of("--set", "datapath=warp"), "--set datapath=warp: vary.datapath"),
                Arguments.of(List.of("--blocks", "0"), "expected a whole number of blocks from 1 to 10000"),
                Arguments.of(List.of("--duration", "1.5s"), "expected whole seconds from 1s to 86400s"),
                Arguments.of(List.of("--duration", "ten"), "expected whole seconds from 1s to 86400s"));
    }

    @ParameterizedTest
    @MethodSource("badOptions")
    void aBadValueIsNamedInOneLine(List<String> options, String expected) throws Exception {
        Invocation invocation = run(TinyProfile.in(folder), options);
        assertThat(invocation.errLines()).singleElement().asString().contains(expected);
    }

    static Stream<Arguments> badCommandLines() {
        return Stream.of(
                Arguments.of(List.of(), "pinbench: no command given", "Try 'pinbench --help'."),
                Arguments.of(List.of("measure"), "pinbench: there is no command measure", "Try 'pinbench --help'."),
                Arguments.of(
                        List.of("run"),
                        "pinbench: Missing required parameter: 'PROFILE.yaml'",
                        "Try 'pinbench run --help'."),
                Arguments.of(
                        List.of("resume", "a", "b"),
                        "pinbench: Unmatched argument at index 2: 'b'",
                        "Try 'pinbench resume --help'."),
                Arguments.of(
                        List.of("run", "a.yaml", "--bogus"),
                        "pinbench: Unknown option: '--bogus'",
                        "Try 'pinbench run --help'."),
                Arguments.of(
                        List.of("run", "a.yaml", "--blocks", "many"),
                        "pinbench: Invalid value for option '--blocks': 'many' is not an int",
                        "Try 'pinbench run --help'."),
                Arguments.of(
                        List.of("run", "a.yaml", "--seed"),
                        "pinbench: Missing required parameter for option '--seed' (N)",
                        "Try 'pinbench run --help'."));
    }

    @ParameterizedTest
    @MethodSource("badCommandLines")
    void aBadCommandLineIsNamedWithTheWayToHelp(List<String> arguments, String problem, String help) {
        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.out()).isEmpty();
        assertThat(invocation.errLines()).first().isEqualTo(problem);
        assertThat(invocation.errLines()).last().isEqualTo(help);
    }

    @Test
    void aTypoInTheProfileHasLineAndColumnAndEachProblemALine() throws Exception {
        Path profile = folder.resolve("typo.yaml");
        Files.writeString(profile, "name: typo\nvary:\n  mmss: 536\nblocks: none\n");
        Invocation invocation = run(profile, List.of());
        assertThat(invocation.errLines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line)
                        .startsWith(profile + ":3:3: ")
                        .contains("mmss")
                        .contains("mss"))
                .anySatisfy(line -> assertThat(line).startsWith(profile + ":4:").contains("blocks"));
    }

    @Test
    void aMissingProfileIsNamed() throws Exception {
        Path profile = folder.resolve("no such.yaml");
        assertThat(run(profile, List.of()).errLines())
                .singleElement()
                .asString()
                .startsWith(profile + ": there is no such file");
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws Exception {
        Path profile = TinyProfile.in(folder);
        Path other = Files.createDirectory(folder.resolve("other"));
        Path file = Files.writeString(other.resolve("thesis.txt"), "two years of work");
        List<Path> before = tree();

        Invocation full = Invocation.of("run", profile.toString(), "--out", other.toString());
        assertThat(full.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(full.errLines())
                .containsExactly("pinbench: " + other
                        + " is not empty; name another with --out, or use `pinbench resume` to finish a run");

        Invocation plain = Invocation.of("run", profile.toString(), "--out", file.toString());
        assertThat(plain.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(plain.errLines())
                .containsExactly("pinbench: " + file + " exists and is not a folder; name another with --out");
        assertThat(tree()).isEqualTo(before);
    }

    private Invocation run(Path profile, List<String> options) throws Exception {
        Path out = folder.resolve("run");
        List<String> arguments = new ArrayList<>(List.of("run", profile.toString(), "--out", out.toString()));
        arguments.addAll(options);
        List<Path> before = tree();
        Invocation invocation = Invocation.of(arguments.toArray(String[]::new));
        assertThat(invocation.status()).as(invocation.err()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.out()).isEmpty();
        assertThat(tree()).as("nothing is touched").isEqualTo(before);
        return invocation;
    }

    private List<Path> tree() throws Exception {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.sorted().toList();
        }
    }
}
