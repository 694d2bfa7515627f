package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.ProbeContext;
import dev.pinbench.analysis.results.ProbeKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one counter of the script is about, without interval and CPU.
 *
 * @param name softirq vector, interrupt number, or name of a task
 */
record ProbeKey(
        ProbeKind kind,
        String name,
        @Nullable ProbeContext context,
        @Nullable Integer tid) {

    /** Order of the enum in include/linux/interrupt.h. */
    private static final List<String> VECTORS =
            List.of("HI", "TIMER", "NET_TX", "NET_RX", "BLOCK", "IRQ_POLL", "TASKLET", "SCHED", "HRTIMER", "RCU");

    private static final List<ProbeContext> CONTEXTS =
            List.of(ProbeContext.INLINE, ProbeContext.KSOFTIRQD, ProbeContext.IDLE);

    /** How bpftrace up to 0.17 writes a byte above 0x7f: the escape of U+FFFF, and then its value behind a stray ff. */
    private static final Pattern HIGH_BYTES = Pattern.compile("(?:\uffffff[0-9a-f]{2})+");

    private static final int HIGH_BYTE_LENGTH = 5;

    /**
     * A map's key behind slot and CPU.
     *
     * @throws IllegalArgumentException if it is none of the script's
     */
    static ProbeKey parse(ProbeKind kind, String rest) {
        return switch (kind) {
            case SOFTIRQ -> {
                int comma = comma(rest);
                int vector = Integer.parseInt(rest.substring(0, comma));
                yield new ProbeKey(
                        kind,
                        vector < VECTORS.size() ? VECTORS.get(vector) : "SOFTIRQ-" + vector,
                        CONTEXTS.get(Integer.parseInt(rest.substring(comma + 1))),
                        null);
            }
            case IRQ -> new ProbeKey(kind, Integer.toString(Integer.parseInt(rest)), null, null);
            case TASK, TASK_SOFTIRQ, TASK_IRQ, TASK_BOOKED, TASK_SWITCH -> {
                int comma = comma(rest);
                yield new ProbeKey(
                        kind, comm(rest.substring(comma + 1)), null, Integer.valueOf(rest.substring(0, comma)));
            }
        };
    }

    private static int comma(String key) {
        int comma = key.indexOf(',');
        if (comma < 0) {
            throw new IllegalArgumentException("expected a comma in the key " + key);
        }
        return comma;
    }

    private static String comm(String printed) {
        return HIGH_BYTES.matcher(printed).replaceAll(bytes -> Matcher.quoteReplacement(decoded(bytes.group())));
    }

    private static String decoded(String escapes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < escapes.length(); i += HIGH_BYTE_LENGTH) {
            bytes.write(Integer.parseInt(escapes.substring(i + HIGH_BYTE_LENGTH - 2, i + HIGH_BYTE_LENGTH), 16));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
