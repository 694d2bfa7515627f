package dev.pinbench.harness.host;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU lists as {@code taskset -c}, {@code Cpus_allowed_list} and {@code /sys/devices/system/cpu/online} write them:
 * numbers and ranges joined by commas, {@code 0-3,8}. Strides ({@code 0-8:2}) are not read.
 */
public final class CpuList {

    /** The highest CPU number that a Linux kernel can be built for ({@code NR_CPUS} is at most 8192). */
    public static final int MAX_CPU = 8191;

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    private CpuList() {}

    /**
     * Reads a list such as {@code 0-3,8}; blanks around the parts are allowed.
     *
     * @return the CPU numbers, ascending, each once
     * @throws IllegalArgumentException if the list is empty, a part is neither a number nor a range, a range runs
     *     backwards, or a number is above {@link #MAX_CPU}; the message names the part and what was expected
     */
    public static List<Integer> parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the CPU list is empty; expected a list such as 0-3,8");
        }
        TreeSet<Integer> cpus = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = PART.matcher(part.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "\"" + part.strip() + "\" is neither a CPU nor a range; expected a list such as 0-3,8");
            }
            int first = Integer.parseInt(matcher.group(1));
            String end = matcher.group(2);
            int last = end == null ? first : Integer.parseInt(end);
            if (last < first) {
                throw new IllegalArgumentException("the range " + part.strip() + " runs backwards; expected " + last
                        + "-" + first + " or a list such as 0-3,8");
            }
            if (last > MAX_CPU) {
                throw new IllegalArgumentException("CPU " + last + " is too high; Linux numbers CPUs 0-" + MAX_CPU);
            }
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return List.copyOf(cpus);
    }

    /**
     * The shortest form of a set of CPUs: ascending, runs of two and more as ranges; empty for an empty set.
     *
     * @throws IllegalArgumentException if a number is negative
     */
    public static String format(Collection<Integer> cpus) {
        List<String> parts = new ArrayList<>();
        int first = -1;
        int last = -2;
        for (int cpu : new TreeSet<>(cpus)) {
            if (cpu < 0) {
                throw new IllegalArgumentException("CPU " + cpu + " is negative");
            }
            if (cpu == last + 1) {
                last = cpu;
                continue;
            }
            if (first >= 0) {
                parts.add(range(first, last));
            }
            first = cpu;
            last = cpu;
        }
        if (first >= 0) {
            parts.add(range(first, last));
        }
        return String.join(",", parts);
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + "-" + last;
    }
}
