package dev.pinbench.harness.kernelprofile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code perf script -F comm,tid,cpu,time,event,ip,sym --ns} line by line: for each sample a line about it, then a
 * line for each function of its call chain, then an empty one.
 *
 * <p>A task may call itself anything of up to 15 bytes, line breaks included. A sample's line needs a CPU in brackets and
 * a time with nine decimals, which no such name has room for; what a broken name leaves before it is skipped.
 */
final class PerfScript {

    /** The fields to ask perf script for. */
    static final String FIELDS = "comm,tid,cpu,time,event,ip,sym";

    private static final Pattern HEAD =
            Pattern.compile("(.*?)\\s+(-?\\d{1,10})\\s+\\[(\\d{3,6})]\\s+(\\d{1,10})\\.(\\d{9}):\\s+(\\S{1,200}):\\s*");
    private static final Pattern LOST = Pattern.compile(".*PERF_RECORD_LOST(?:_SAMPLES)? lost (\\d{1,18})");
    private static final Pattern CALL = Pattern.compile("\\s+([0-9a-f]{1,16}) (.+)");
    /** Where 64-bit kernels live: addresses whose top 12 bits are set (Documentation/arch, memory layouts). */
    private static final long KERNEL_TOP = 0xfff;

    private static final int KERNEL_SHIFT = 52;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Consumer<Sample> samples;
    private final List<String> kernel = new ArrayList<>();
    private @Nullable Matcher head;
    private boolean user;
    private String event = "";
    private long lost;
    private int damagedLines;

    PerfScript(Consumer<Sample> samples) {
        this.samples = samples;
    }

    void line(String line) {
        if (line.isBlank()) {
            end();
            return;
        }
        Matcher call = CALL.matcher(line);
        if (head != null && call.matches()) {
            // The kernel's part of a chain comes first. What frame pointers lead to in user space may be any number, so
            // that nothing after its first address is the kernel's again.
            if (!user && Long.parseUnsignedLong(call.group(1), 16) >>> KERNEL_SHIFT == KERNEL_TOP) {
                kernel.add(call.group(2).strip());
            } else {
                user = true;
            }
            return;
        }
        Matcher found = HEAD.matcher(line);
        if (found.matches()) {
            end();
            head = found;
            event = found.group(6);
        } else {
            end();
            Matcher losing = LOST.matcher(line);
            if (losing.matches()) {
                lost += Long.parseLong(losing.group(1));
            } else {
                damagedLines++;
            }
        }
    }

    /** Ends the last sample. */
    void end() {
        Matcher found = head;
        if (found != null) {
            samples.accept(new Sample(
                    found.group(1).strip(),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    Long.parseLong(found.group(4)) * NANOS_PER_SECOND + Long.parseLong(found.group(5)),
                    List.copyOf(kernel),
                    user));
        }
        head = null;
        kernel.clear();
        user = false;
    }

    /** What was sampled, in perf's word. */
    String event() {
        return event;
    }

    /** Samples that perf knows it lost. */
    long lost() {
        return lost;
    }

    /** Lines that are neither about a sample nor about a call. */
    int damagedLines() {
        return damagedLines;
    }
}
