package dev.pinbench.analysis.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One small run that never changes: what the sealed files hold. */
final class FixedRun {

    static final String CLIENT_OUTPUT = "{\n\t\"end\":\t{\n\t}\n}\n";

    private FixedRun() {}

    static Levels levels(String clientCore) {
        Map<Factor, String> levels = new EnumMap<>(Factor.class);
        levels.put(Factor.PATH, "pod-to-native");
        levels.put(Factor.DATAPATH, "bridge");
        levels.put(Factor.CLIENT_CORE, clientCore);
        levels.put(Factor.SERVER_CORE, "0");
        levels.put(Factor.SOFTIRQ_CORE, "default");
        levels.put(Factor.MSS, "536");
        levels.put(Factor.OFFLOAD, "tso=off,gro=on");
        levels.put(Factor.COMPETITOR, "none");
        levels.put(Factor.STREAMS, "1");
        levels.put(Factor.PROTOCOL, "tcp");
        return new Levels(levels);
    }

    static RunManifest manifest() {
        ObjectNode profile = JsonNodeFactory.instance.objectNode();
        profile.put("name", "fixed");
        profile.putObject("traffic").put("duration", "10s").put("rate", "unlimited");
        return new RunManifest(
                1,
                "0.1.0",
                "fixed",
                "Überall gleich?",
                "2026-11-20T16:02:00Z",
                RunStatus.DONE,
                profile,
                Json.sha256(profile),
                42,
                1,
                10,
                2,
                10,
                List.of(new PlannedTrial(1, 1, 1, levels("1")), new PlannedTrial(2, 1, 2, levels("0"))),
                new HostFacts(
                        "5f4dcc3b5aa765d61d8327deb882cf99",
                        "b1946ac9-2492-4d23-8f4a-6bd8e1c2d3e4",
                        "6.18.44",
                        "x86_64",
                        "Debian GNU/Linux 12 (bookworm)",
                        null,
                        8_335_040_512L,
                        List.of(new CpuTopology(0, 0, 0, 0), new CpuTopology(1, 1, 0, 0)),
                        250,
                        false,
                        "kvm",
                        null,
                        false,
                        "",
                        "kvm-clock"),
                Map.of("iperf3", "3.12", "ip", "6.1.0", "ethtool", "6.1", "taskset", "2.38.1", "ss", "6.1.0"),
                false,
                List.of(new HostChange("/proc/sys/net/core/rps_sock_flow_entries", "0", List.of("32768", "4096"))),
                List.of("frequencies of the cores were not fixed"));
    }

    static TrialRecord done() {
        return new TrialRecord(
                1,
                1,
                1,
                1,
                levels("1"),
                TrialStatus.DONE,
                null,
                true,
                List.of(),
                List.of("3 frames were due but not taken"),
                List.of(new TaskPlacement(TaskRole.CLIENT, 4711, "iperf3", "1", "1", List.of(1), true)),
                new InterfaceName("node-b", "wire-b"),
                Map.of("pod-a/eth0", "tso=off gso=on gro=on tx=on"),
                new TrialTiming(
                        "2026-11-20T16:02:03.123456Z",
                        12_345_678_901L,
                        12_005_000_000L,
                        2_100_000_000L,
                        12_000_000_000L),
                new TrialMetrics(
                        1_234_567_890.625,
                        1_300_000_000.0,
                        1_234_567L,
                        null,
                        524,
                        576.25,
                        1.5e-4,
                        0.123456789,
                        0.000000499,
                        0.57,
                        "tick",
                        0.01,
                        0.170000049,
                        0.0,
                        1_234_567.8,
                        98_765.4,
                        1_000L,
                        0L,
                        0.0,
                        1.0,
                        0.0,
                        0.0012,
                        List.of(new CoreShare(0, 0.0012), new CoreShare(1, 0.0004)),
                        new StandardErrors(0.0066, 0.00001, 0.000408, 2.5e-6),
                        99,
                        3,
                        List.of(new BudgetShares(
                                1,
                                0.5,
                                0.17,
                                0.1,
                                null,
                                0.0,
                                0.001,
                                0.029,
                                0.0,
                                0.1,
                                new BudgetErrors(0.0097, null, 0.01, 0.000408, 0.006),
                                0.1)),
                        0.1000000049,
                        RunTimeSource.BOTH),
                List.of(List.of("taskset", "-c", "1", "iperf3", "-c", "198.18.0.2", "-J")));
    }

    static TrialRecord failed() {
        return new TrialRecord(
                1,
                2,
                1,
                2,
                levels("0"),
                TrialStatus.FAILED,
                "iperf3: unable to connect to server: Connection refused",
                false,
                List.of("the trial failed", "no frame lies in the measured window"),
                List.of(),
                List.of(),
                null,
                Map.of(),
                new TrialTiming("2026-11-20T16:02:15Z", 250_000_000L, 9_000_000L, null, null),
                TrialMetrics.unknown(),
                List.of());
    }

    @SuppressWarnings("EnumOrdinal") // rows hold their counters by ordinal
    static Frames frames() {
        FrameTime first = new FrameTime(1, 100_000_123L, 100_400_123L, 100_000_000L);
        FrameTime second = new FrameTime(2, 200_000_456L, 200_350_456L, 100_000_333L);
        long[] counted = IntStream.range(0, CpuCounter.values().length)
                .mapToLong(i -> i * 1_000_003L)
                .toArray();
        long[] partly = counted.clone();
        partly[CpuCounter.SOFTNET_FLOW_LIMIT.ordinal()] = CpuRow.MISSING;
        partly[CpuCounter.KSOFTIRQD_RUN_NANOS.ordinal()] = CpuRow.MISSING;
        partly[CpuCounter.KSOFTIRQD_TASK_CLOCK_NANOS.ordinal()] = CpuRow.MISSING;
        partly[CpuCounter.STEAL_TICKS.ordinal()] = 0;
        long[] nothing = new long[counted.length];
        Arrays.fill(nothing, CpuRow.MISSING);
        return new Frames(
                List.of(new CpuRow(first, 0, counted), new CpuRow(first, 1, partly), new CpuRow(second, 0, nothing)),
                List.of(new IrqRow(first, 0, "24", 1_234_567), new IrqRow(second, 1, "RES", 7)),
                List.of(
                        new TaskRow(first, TaskRole.CLIENT, 4711, "iperf3", 1, 99_000_000, 1_000_000, 98_999_876),
                        new TaskRow(second, TaskRole.KSOFTIRQD, 15, "ksoftirqd/0", 0, 12_345, 0, CpuRow.MISSING)),
                List.of(new NetRow(first, "node-b", "wire-b", 1_250_000_000L, 862_069, 0, 66_000, 1_000, 3)),
                3,
                List.of("/proc/15/schedstat line 1 CPU 1: expected a number"));
    }

    static Map<String, byte[]> attachments() {
        return Map.of("iperf3-client.json", CLIENT_OUTPUT.getBytes(StandardCharsets.UTF_8));
    }

    static Frames noFrames() {
        return new Frames(List.of(), List.of(), List.of(), List.of(), 0, List.of());
    }
}
