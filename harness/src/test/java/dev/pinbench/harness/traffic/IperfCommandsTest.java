package dev.pinbench.harness.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IperfCommandsTest {

    /** Every option of iperf3 3.9's manual that stands for something a trial can ask for. */
    private static final Set<String> KNOWN_TO_3_9 =
            Set.of("-c", "-s", "-1", "-p", "-t", "-J", "-O", "-u", "-b", "-M", "-P", "-R", "-w", "-l");

    private static final TrafficSpec PLAIN = new TrafficSpec(false, null, 1, 1, 10, 0, null, false, null, null);

    private static List<String> client(TrafficSpec spec) {
        return IperfCommands.client(3, "198.18.0.2", 5202, spec);
    }

    private static TrafficSpec udp(@Nullable String rate) {
        return new TrafficSpec(true, null, 1, 1, 10, 0, rate, false, null, null);
    }

    @Test
    void theServerIsPinnedServesOnceAndSpeaksJson() {
        assertThat(IperfCommands.server(2, 5201))
                .containsExactly("taskset", "-c", "2", "iperf3", "-s", "-1", "-p", "5201", "-J");
    }

    @Test
    void aPlainClientAsksForNothingButTimeAndJson() {
        assertThat(client(PLAIN))
                .containsExactly("taskset", "-c", "3", "iperf3", "-c", "198.18.0.2", "-p", "5202", "-t", "10", "-J");
    }

    @Test
    void everyOptionIsPassedInIperfsOwnWords() {
        TrafficSpec all = new TrafficSpec(false, 536, 1, 4, 10, 2, "500M", true, "256K", "8K");

        List<String> argv = client(all);

        assertThat(argv)
                .containsSequence("-O", "2")
                .containsSequence("-b", "500M")
                .containsSequence("-M", "536")
                .containsSequence("-P", "4")
                .containsSequence("-w", "256K")
                .containsSequence("-l", "8K")
                .contains("-R")
                .doesNotContain("-u");
    }

    @Test
    void unlimitedUdpSaysSoBecauseIperfWouldSendOneMegabit() {
        assertThat(client(udp(null))).contains("-u").containsSequence("-b", "0");
        assertThat(client(udp("20M"))).contains("-u").containsSequence("-b", "20M");
    }

    @Test
    void unlimitedTcpLeavesTheRateAlone() {
        assertThat(client(PLAIN)).doesNotContain("-b");
    }

    @Test
    void processesAreNotStreamsOfOneClient() {
        TrafficSpec spec = new TrafficSpec(false, null, 4, 1, 10, 0, null, false, null, null);

        assertThat(client(spec)).doesNotContain("-P");
    }

    @Test
    void everyOptionIsKnownToTheOldestSupportedVersion() {
        TrafficSpec all = new TrafficSpec(true, 536, 1, 4, 10, 2, "500M", true, "256K", "8K");

        List<String> options = client(all).subList(4, client(all).size()).stream()
                .filter(word -> word.startsWith("-"))
                .toList();

        assertThat(KNOWN_TO_3_9).containsAll(options);
        assertThat(options).doesNotHaveDuplicates().hasSize(12);
    }

    @Test
    void hostileWordsStayOneArgument() {
        TrafficSpec spec = new TrafficSpec(false, null, 1, 1, 10, 0, "1M; reboot", false, null, null);

        assertThat(client(spec)).containsSequence("-b", "1M; reboot");
    }

    @Test
    void trafficThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new TrafficSpec(false, null, 0, 1, 10, 0, null, false, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrafficSpec(false, null, 1, 1, 0, 0, null, false, null, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrafficSpec(false, null, 1, 1, 10, -1, null, false, null, null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
