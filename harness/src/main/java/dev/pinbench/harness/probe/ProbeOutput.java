package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.ProbeKind;
import dev.pinbench.analysis.results.ProbeRow;
import dev.pinbench.harness.process.Printable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Parses what bpftrace wrote ({@code -f json}, one object on each line). */
final class ProbeOutput {
    private static final Map<ProbeKind, String> TIMES = new EnumMap<>(Map.of(
            ProbeKind.SOFTIRQ, "@softirq",
            ProbeKind.IRQ, "@irq",
            ProbeKind.TASK, "@run",
            ProbeKind.TASK_SOFTIRQ, "@run_soft",
            ProbeKind.TASK_IRQ, "@run_irq",
            ProbeKind.TASK_BOOKED, "@run_booked"));

    /** Tasks of an interval must fill it; this is far above the cost of a probe and far below any task that matters. */
    private static final double FILL_TOLERANCE = 0.001;

    /** Less of a CPU than this changes no share of a task that anybody would act on. */
    private static final double UNTOLD_TOLERANCE = 0.005;

    private final long originNanos;
    private final long usualNanos;
    private final int tableSize;
    private final Map<Integer, CpuTally> tallies = new TreeMap<>();
    private final List<ProbeRow> rows = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private @Nullable ProbeReading open;
    private long lost;
    private long late;
    private boolean full;

    private ProbeOutput(long originNanos, long usualNanos, int tableSize) {
        this.originNanos = originNanos;
        this.usualNanos = usualNanos;
        this.tableSize = tableSize;
    }

    /**
     * Turns output into rows.
     *
     * @param originNanos zero of the frames' clock on the monotonic clock
     * @param usualNanos length of an interval when nothing is late
     * @param tableSize entries that a map of the script can hold
     */
    static ProbeCapture parse(String text, long originNanos, long usualNanos, int tableSize) {
        ProbeOutput output = new ProbeOutput(originNanos, usualNanos, tableSize);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank()) {
                try {
                    output.line(line);
                } catch (JacksonException | IllegalArgumentException | IndexOutOfBoundsException e) {
                    output.open = null;
                    output.gaps.add(
                            "line " + number + " of bpftrace's output could not be read, so that its reading was"
                                    + " left out: " + Printable.escape(String.valueOf(e.getMessage())));
                }
            }
        }
        return output.capture();
    }

    private void line(String line) {
        try (JsonParser json = Json.mapper().createParser(line)) {
            String type = "";
            require(json.nextToken() == JsonToken.START_OBJECT, "an object");
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = json.currentName();
                JsonToken token = json.nextToken();
                if (key.equals("type")) {
                    type = json.getString();
                } else if (type.equals("map") && open != null && token == JsonToken.START_OBJECT) {
                    open.add(json);
                } else if (type.equals("printf")) {
                    mark(json.getString());
                } else if (type.equals("lost_events")) {
                    json.nextToken();
                    json.nextToken();
                    lost += json.getLongValue();
                    open = null;
                    skipRest(json);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static void skipRest(JsonParser json) {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            json.skipChildren();
        }
    }

    private static void require(boolean held, String expected) {
        if (!held) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }

    private void mark(String word) {
        if (word.equals("begin")) {
            open = new ProbeReading();
        } else if (word.equals("end") && open != null) {
            take(open);
            open = null;
        }
    }

    private void take(ProbeReading reading) {
        Map<String, Map<ProbeKey, CpuTally.Value>> bySlotAndCpu = values(reading);
        reading.map("@epoch").forEach((cpu, epoch) -> {
            Long closedAt = reading.map("@closed_at").get(cpu);
            if (!reading.stoodStill(cpu) || closedAt == null || epoch < 1) {
                late++;
                return;
            }
            long closed = epoch - 1;
            tallies.computeIfAbsent(Integer.valueOf(cpu), CpuTally::new)
                    .take(
                            closed,
                            closedAt,
                            bySlotAndCpu.getOrDefault(closed % 2 + "," + cpu, Map.of()),
                            originNanos,
                            rows);
        });
    }

    private Map<String, Map<ProbeKey, CpuTally.Value>> values(ProbeReading reading) {
        Map<String, Map<ProbeKey, CpuTally.Value>> values = new HashMap<>();
        TIMES.forEach((kind, name) -> {
            Map<String, Long> times = reading.map(name);
            Map<String, Long> counts = reading.map(name + "_n");
            full |= times.size() >= tableSize;
            // an interval can have a time without a count (still under way), never a count without a time
            times.forEach((key, nanos) -> {
                int first = key.indexOf(',');
                int second = key.indexOf(',', first + 1);
                require(first > 0 && second > first, "slot, CPU and more in the key " + key);
                values.computeIfAbsent(key.substring(0, second), k -> new HashMap<>())
                        .merge(
                                ProbeKey.parse(kind, key.substring(second + 1)),
                                new CpuTally.Value(nanos, counts.getOrDefault(key, 0L)),
                                CpuTally.Value::plus);
            });
        });
        return values;
    }

    private ProbeCapture capture() {
        if (lost > 0) {
            gaps.add("bpftrace lost " + lost + " of its own messages; their readings are part of later, longer rows");
        }
        if (late > 0) {
            gaps.add(late + " readings of a CPU came too late; they are part of later, longer rows");
        }
        if (full) {
            gaps.add("a table of the probe is full at " + tableSize + " entries; tasks that came later have no rows");
        }
        long longest = tallies.values().stream()
                .mapToLong(CpuTally::longestNanos)
                .max()
                .orElse(0);
        if (longest > 4 * usualNanos) {
            gaps.add(String.format(
                    Locale.ROOT, "the longest row covers %.1f s instead of %.1f s", longest / 1e9, usualNanos / 1e9));
        }
        addUnfilled();
        addUntold();
        if (rows.isEmpty()) {
            gaps.add("the probe gave no rows");
        }
        return new ProbeCapture(rows, gaps);
    }

    /** Some task always runs, the idle one at least, so what the tasks of an interval lack was not seen. */
    private void addUnfilled() {
        Map<Integer, Map<Long, Long>> unfilled = new TreeMap<>();
        for (ProbeRow row : rows) {
            Map<Long, Long> ofCpu = unfilled.computeIfAbsent(row.cpu(), c -> new HashMap<>());
            ofCpu.putIfAbsent(row.startNanos(), row.endNanos() - row.startNanos());
            if (row.kind() == ProbeKind.TASK) {
                ofCpu.merge(row.startNanos(), -row.nanos(), Long::sum);
            }
        }
        unfilled.forEach((cpu, missing) -> {
            long sum = missing.values().stream().mapToLong(Math::abs).sum();
            long all = rows.stream()
                    .filter(row -> row.cpu() == cpu && row.kind() == ProbeKind.TASK)
                    .mapToLong(ProbeRow::nanos)
                    .sum();
            if (sum > FILL_TOLERANCE * all) {
                gaps.add(String.format(
                        Locale.ROOT, "CPU %d: %.3f s of its time went to no task that the probe saw", cpu, sum / 1e9));
            }
        });
    }

    /** Stints that a missed switch keeps from being told between tasks. */
    private void addUntold() {
        Map<Integer, List<ProbeRow>> tasks = new TreeMap<>();
        rows.stream()
                .filter(row -> row.kind() == ProbeKind.TASK)
                .forEach(row ->
                        tasks.computeIfAbsent(row.cpu(), c -> new ArrayList<>()).add(row));
        tasks.forEach((cpu, ofCpu) -> {
            long all = ofCpu.stream().mapToLong(ProbeRow::nanos).sum();
            List<ProbeRow> untold = ofCpu.stream().filter(ProbeRow::untold).toList();
            long nanos = untold.stream().mapToLong(ProbeRow::nanos).sum();
            if (nanos > UNTOLD_TOLERANCE * all) {
                long stints = untold.stream()
                        .map(ProbeRow::count)
                        .filter(Objects::nonNull)
                        .mapToLong(Long::longValue)
                        .sum();
                gaps.add(String.format(
                        Locale.ROOT,
                        "CPU %d: whose %.1f %% of its time was cannot be told, as task switches were missed (%d stints)",
                        cpu,
                        100.0 * nanos / all,
                        stints));
            }
        });
    }
}
