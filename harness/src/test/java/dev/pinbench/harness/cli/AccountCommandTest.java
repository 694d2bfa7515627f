package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccountCommandTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--datapath | smoke | --datapath: expected one of ",
                "--path | pod-to-moon | --path: expected one of native-to-native, pod-to-native, ",
                "--path | native-to-native | --path: expected a path with a pod, or --nodes 2",
                "--nodes | 3 | --nodes: expected 1 or 2, but found 3",
                "--nodes | two | Invalid value for option '--nodes'",
                "--bytes | 0 | --bytes: expected a whole number such as 1000, 4M or 1G, but found 0",
                "--bytes | 2000G | --bytes: expected at most 1024G, but found 2000G",
                "--mtu | 67 | --mtu: expected a number from 576 to 65535, but found 67",
                "--offload | maybe | --offload: expected on, off or switches such as tso=off,gro=on, but found maybe"
            })
    void aWrongOptionIsNamedAndNothingIsTouched(String option, String value, String problem) {
        Invocation invocation = Invocation.of("account", option, value);

        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.out()).isEmpty();
        assertThat(invocation.errLines()).first().asString().startsWith("pinbench: " + problem);
    }

    @Test
    void anMtuThatTheDatapathCannotHaveIsRefused() {
        Invocation invocation = Invocation.of("account", "--datapath", "ovs-dpdk", "--mtu", "1501");

        assertThat(invocation.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(invocation.err().strip())
                .isEqualTo(
                        "pinbench: --mtu: expected a number from 576 to 1500 with --datapath ovs-dpdk, but found 1501");
    }

    @TempDir
    Path folder;

    @Test
    void capturesAreKeptOnlyInAFolderOfTheirOwn() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        String expected = "pinbench: --capture: expected a new or an empty folder, but found ";

        Invocation intoFile = Invocation.of("account", "--capture", file.toString());
        Invocation intoFull = Invocation.of("account", "--capture=" + folder);

        assertThat(intoFile.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(intoFile.err().strip()).isEqualTo(expected + file);
        assertThat(intoFull.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(intoFull.err().strip()).isEqualTo(expected + folder + ", which is not empty");
    }

    /** tcpdump, as Debian builds it, sets its groups; where another does not, packets are captured rootless too. */
    @Test
    void withoutRootPacketsAreCapturedOrItIsSaidWhyNot() {
        Invocation invocation = Invocation.of("account", "--bytes", "1M", "--rootless", "--capture");

        assertThat(invocation.errLines()).first().asString().startsWith("capturing at most about ");
        if (invocation.status() == ExitStatus.DONE) {
            assertThat(invocation.out()).contains("Every hop counted exactly the packets and bytes that were captured");
        } else {
            assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
            assertThat(invocation.out()).isEmpty();
            assertThat(invocation.errLines())
                    .last()
                    .asString()
                    .startsWith("pinbench: capture at t1-pod-a/eth0: tcpdump ended with exit status 1: ")
                    .endsWith("in a user namespace the kernel does not let it set its groups: run as root, without"
                            + " --rootless");
        }
    }

    @Test
    void moreThanTheDiskHoldsIsNotBegun() {
        Path kept = folder.resolve("kept");

        Invocation invocation = Invocation.of("account", "--bytes", "1024G", "--capture", kept.toString());

        assertThat(invocation.status()).isEqualTo(ExitStatus.MACHINE);
        assertThat(invocation.err())
                .startsWith("pinbench: capture: at most about ")
                .endsWith(" GB free: send less (--bytes), or name a folder with more room (--capture DIR)\n");
        assertThat(kept).doesNotExist();
    }

    @Test
    void aBalancePrintsAsJsonWithStatusZero() {
        Invocation invocation = Invocation.of("account", "--bytes", "1M", "--json", "--rootless");

        assertThat(invocation.err()).isEmpty();
        assertThat(invocation.status()).as(invocation.out()).isEqualTo(ExitStatus.DONE);
        JsonNode root = JsonMapper.builder().build().readTree(invocation.out());
        assertThat(root.path("version").intValue()).isEqualTo(2);
        assertThat(root.path("capture").isNull()).isTrue();
        assertThat(root.path("balances").booleanValue()).isTrue();
        assertThat(root.path("nodes").path(0).path("wireBytes").longValue()).isZero();
        assertThat(root.path("nodes").path(0).path("ratio").doubleValue()).isGreaterThanOrEqualTo(2);
    }
}
