package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalibrateCommandTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--blocks | 1 | --blocks: expected a number from 2 to 10000, but found 1",
                "--blocks | many | Invalid value for option '--blocks'",
                "--connections | 1 | --connections: expected a number from 2 to 10000, but found 1",
                "--connections | -1 | --connections: expected a number from 2 to 10000, but found -1",
                "--duration | 4000 | --duration: expected a number from 1 to 3600, but found 4000",
                "--rate | 101 | --rate: expected a number from 1 to 100, but found 101",
                "--rate | 2 | --rate: expected at least 5 frames in a trial, but 2/s in 2 s are fewer",
                "--client-core | 9999 | --client-core: expected an online CPU (",
                "--server-core | -1 | --server-core: expected an online CPU ("
            })
    void aWrongOptionIsNamedAndNothingIsTouched(String option, String value, String problem) {
        Invocation invocation = Invocation.of("calibrate", option, value);

        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.out()).isEmpty();
        assertThat(invocation.errLines()).first().asString().startsWith("pinbench: " + problem);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whoInterruptsItFindsNothingStored(boolean wholeGroup) throws Exception {
        try (ChildRun child = ChildRun.startIn(folder, "calibrate", "--blocks", "2")) {
            // A program that it has just forked is called java, too, until it becomes itself.
            child.until(
                    "readers are measured",
                    () -> child.said("calibrate: readers")
                            && child.marked().stream().filter("java"::equals).count() >= 2);
            ChildRun.signal("INT", wholeGroup ? -child.pid() : child.pid());
            assertThat(child.await()).as(child.err()).isEqualTo(ExitStatus.INTERRUPTED);
            child.assertNothingLeft();
            assertThat(child.err().lines()).last().isEqualTo("interrupted: nothing is stored");
            assertThat(child.out()).isEmpty();
        }
        assertThat(folder.resolve("results")).doesNotExist();
    }
}
