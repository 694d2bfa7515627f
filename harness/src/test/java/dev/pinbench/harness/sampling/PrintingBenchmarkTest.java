package dev.pinbench.harness.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.harness.lab.LabModes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The two sizes that are compared differ by the numbers that they are said to differ by, and by nothing else. */
final class PrintingBenchmarkTest {

    @Test
    void groupsAreSevenDigitsAndABlankEach() throws IOException {
        if (!LabModes.isRoot()) {
            assertThatThrownBy(() -> lengthWith(2))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("needs root");
            return;
        }
        // counts of switches and the like may grow by a digit between the two
        assertThat(lengthWith(2_001) - lengthWith(1)).isBetween(2_000 * 8 - 10, 2_000 * 8 + 10);
    }

    private static int lengthWith(int number) throws IOException {
        PrintingBenchmark.Groups groups = new PrintingBenchmark.Groups();
        groups.groups = number;
        try {
            groups.open();
            return new PrintingBenchmark().decimals(groups);
        } finally {
            groups.close();
        }
    }

    @Test
    void aReadOfTheLengthOfARowGetsThatRow() throws IOException {
        int row = Files.readAllLines(Path.of("/proc/net/softnet_stat")).get(0).length() + 1;
        PrintingBenchmark.Softnet softnet = new PrintingBenchmark.Softnet();
        softnet.open();
        try {
            assertThat(new PrintingBenchmark().softnetRows(softnet)).isEqualTo(row);
        } finally {
            softnet.close();
        }
    }
}
