package dev.pinbench.analysis.sample;

import dev.pinbench.analysis.model.RunAnalysis;
import dev.pinbench.analysis.results.BudgetShares;
import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.InterfaceName;
import dev.pinbench.analysis.results.Levels;
import dev.pinbench.analysis.results.PlannedTrial;
import dev.pinbench.analysis.results.RunManifest;
import dev.pinbench.analysis.results.RunStatus;
import dev.pinbench.analysis.results.RunTimeSource;
import dev.pinbench.analysis.results.StandardErrors;
import dev.pinbench.analysis.results.TaskPlacement;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TrialMetrics;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.results.TrialTiming;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A run of made-up trials: paths and offloads differ, one core is slow, and more softirq goes with less goodput. */
public record SampleRun(RunManifest manifest, List<TrialRecord> trials, RunAnalysis analysis) {

    /** What a sample run varies; changed by tests to be hostile, large or empty. */
    public static final class Builder {
        private final Map<Factor, List<String>> vary = new EnumMap<>(Factor.class);
        private int blocks = 4;
        private String name = "core-mss";
        private @Nullable String error;
        private String comm = "iperf3";

        public Builder() {
            vary.put(Factor.PATH, List.of("native-to-native", "pod-to-native", "pod-to-pod"));
            vary.put(Factor.DATAPATH, List.of("bridge"));
            cores(2);
            vary.put(Factor.SOFTIRQ_CORE, List.of("default"));
            vary.put(Factor.MSS, List.of("default"));
            vary.put(Factor.OFFLOAD, List.of("on", "off"));
            vary.put(Factor.COMPETITOR, List.of("none"));
            vary.put(Factor.STREAMS, List.of("1"));
            vary.put(Factor.PROTOCOL, List.of("tcp"));
            vary.put(Factor.NODES, List.of("2"));
            for (Factor factor : Factor.values()) {
                vary.putIfAbsent(factor, List.of("default"));
            }
        }

        public Builder vary(Factor factor, String... levels) {
            vary.put(factor, List.of(levels));
            return this;
        }

        public Builder cores(int count) {
            List<String> cores =
                    IntStream.range(0, count).mapToObj(Integer::toString).toList();
            vary.put(Factor.CLIENT_CORE, cores);
            vary.put(Factor.SERVER_CORE, cores);
            return this;
        }

        public Builder blocks(int count) {
            blocks = count;
            return this;
        }

        public Builder name(String text) {
            name = text;
            return this;
        }

        /** Makes the second trial fail with this text and the third invalid for it. */
        public Builder error(String text) {
            error = text;
            return this;
        }

        public Builder comm(String text) {
            comm = text;
            return this;
        }

        public SampleRun build() {
            List<Levels> combinations = combinations();
            Random random = new Random(7);
            List<PlannedTrial> plan = new ArrayList<>();
            List<TrialRecord> trials = new ArrayList<>();
            for (int block = 1; block <= blocks; block++) {
                int order = 1;
                for (Levels levels : combinations) {
                    int number = plan.size() + 1;
                    plan.add(new PlannedTrial(number, block, order, levels));
                    trials.add(trial(number, block, order++, levels, random));
                }
            }
            RunManifest manifest = manifest(plan);
            return new SampleRun(manifest, List.copyOf(trials), SampleAnalysis.of(combinations, trials));
        }

        private List<Levels> combinations() {
            List<Map<Factor, String>> maps = new ArrayList<>(List.of(new EnumMap<>(Factor.class)));
            for (Factor factor : Factor.values()) {
                List<Map<Factor, String>> next = new ArrayList<>();
                for (Map<Factor, String> map : maps) {
                    for (String level : vary.getOrDefault(factor, List.of())) {
                        Map<Factor, String> copy = new EnumMap<>(Factor.class);
                        copy.putAll(map);
                        copy.put(factor, level);
                        next.add(copy);
                    }
                }
                maps = next;
            }
            return maps.stream().map(Levels::new).toList();
        }

        private TrialRecord trial(int number, int block, int order, Levels levels, Random random) {
            boolean failed = error != null && number == 2;
            boolean invalid = error != null && number == 3;
            TrialMetrics metrics = failed ? TrialMetrics.unknown() : metrics(levels, random);
            int client = core(levels, Factor.CLIENT_CORE);
            return new TrialRecord(
                    1,
                    number,
                    block,
                    order,
                    levels,
                    failed ? TrialStatus.FAILED : TrialStatus.DONE,
                    failed ? error : null,
                    !failed && !invalid,
                    invalid ? List.of("thread " + comm + " was seen on CPU 1: " + error) : List.of(),
                    levels.get(Factor.OFFLOAD).equals("on")
                            ? List.of("super-packets: " + (41_000 + number) + " bytes per packet")
                            : List.of(),
                    List.of(new TaskPlacement(
                            TaskRole.CLIENT, 4711, comm, "" + client, "" + client, List.of(client), !invalid)),
                    new InterfaceName("b", "eth0"),
                    Map.of("a/eth0", "mtu 1500"),
                    new TrialTiming(
                            "2026-11-20T16:02:07Z", 12_180_000_000L, 12_020_000_000L, 2_000_000_000L, 12_000_000_000L),
                    metrics,
                    List.of(List.of("iperf3", "-s"), List.of("iperf3", "-c", "198.18.0.2")));
        }

        private static int core(Levels levels, Factor factor) {
            String text = levels.get(factor);
            return text.matches("\\d+") ? Integer.parseInt(text) : 0;
        }

        private TrialMetrics metrics(Levels levels, Random random) {
            int client = core(levels, Factor.CLIENT_CORE);
            int server = core(levels, Factor.SERVER_CORE);
            boolean off = !levels.get(Factor.OFFLOAD).equals("on");
            int path = vary.getOrDefault(Factor.PATH, List.of()).indexOf(levels.get(Factor.PATH));
            double goodput = (off ? 6e9 : 16e9) * Math.pow(0.72, path);
            if (off && levels.get(Factor.MSS).matches("\\d+")) {
                goodput *= Integer.parseInt(levels.get(Factor.MSS)) / 1500.0;
            }
            goodput *= client == server ? 0.6 : 1;
            goodput *= server % 5 == 3 ? 0.4 : 1;
            goodput *= 1 + 0.06 * random.nextGaussian();
            double softirq = Math.min(0.9, (off ? 0.35 : 0.12) + 0.1 * path + 0.03 * random.nextDouble());
            double ksoftirqd = softirq * (off ? 0.3 : 0.05);
            List<BudgetShares> budgets = new ArrayList<>();
            for (int cpu : new LinkedHashSet<>(List.of(client, server))) {
                double soft = cpu == server ? softirq : softirq * 0.4;
                double work = cpu == server ? 0.45 : 0.33;
                double idle = 1 - soft - work - 0.02;
                budgets.add(new BudgetShares(
                        cpu,
                        work + Math.min(0, idle),
                        ksoftirqd,
                        soft - ksoftirqd,
                        null,
                        0,
                        0.012,
                        0.008,
                        0,
                        Math.max(0, idle),
                        null,
                        null));
            }
            return new TrialMetrics(
                    goodput,
                    goodput * 1.04,
                    12L,
                    null,
                    1448,
                    off ? 1500.0 : 41_000.0,
                    8 / (goodput / 1e9) * 1.6,
                    softirq * 0.4,
                    softirq,
                    softirq,
                    "tick",
                    0.012,
                    ksoftirqd,
                    0.03,
                    81_000.0,
                    260_000.0,
                    0L,
                    4L,
                    0.0,
                    0.04,
                    0.0,
                    0.012,
                    budgets.stream()
                            .map(budget -> new CoreShare(budget.cpu(), budget.harness()))
                            .toList(),
                    new StandardErrors(0.008, 0.012, 4e-4, 0.02),
                    99,
                    1,
                    budgets,
                    null,
                    RunTimeSource.TASK_CLOCK);
        }

        private RunManifest manifest(List<PlannedTrial> plan) {
            List<CpuTopology> cpus = IntStream.range(
                            0,
                            Math.max(
                                    2,
                                    vary.getOrDefault(Factor.CLIENT_CORE, List.of())
                                            .size()))
                    .mapToObj(c -> new CpuTopology(c, c, 0, 0))
                    .toList();
            HostFacts host = new HostFacts(
                    "ab12",
                    "cd34",
                    "6.18.0",
                    "x86_64",
                    "Debian GNU/Linux 12 (bookworm)",
                    "Example CPU @ 2.60GHz",
                    8_589_934_592L,
                    cpus,
                    250,
                    false,
                    "kvm",
                    null,
                    false,
                    "",
                    "kvm-clock");
            Map<String, String> tools = new LinkedHashMap<>();
            tools.put("iperf3", "3.12");
            tools.put("ethtool", "6.1");
            var profile = JsonMapper.shared().createObjectNode().put("name", name);
            return new RunManifest(
                    1,
                    "0.1.0",
                    name,
                    "Which core pairs collapse, and does segment size matter?",
                    "2026-11-20T16:02:00Z",
                    RunStatus.DONE,
                    profile,
                    "00ff",
                    42,
                    blocks,
                    10,
                    2,
                    10,
                    plan,
                    host,
                    tools,
                    false,
                    List.of(),
                    List.of("softirq-core: RPS masks could not be written here"));
        }
    }
}
