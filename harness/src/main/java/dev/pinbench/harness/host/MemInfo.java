package dev.pinbench.harness.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory from {@code /proc/meminfo}, which counts in KiB and calls them kB. */
public final class MemInfo {

    private static final Pattern LINE = Pattern.compile("(?m)^(\\w+):\\s+(\\d{1,15}) kB$");

    private MemInfo() {}

    /** What programs may still take without swapping; empty if the kernel does not tell. */
    public static Optional<Long> availableBytes(HostFiles files) {
        return bytes(files, "MemAvailable");
    }

    static Optional<Long> bytes(HostFiles files, String key) {
        Matcher matcher = LINE.matcher(files.text("proc/meminfo").orElse(""));
        while (matcher.find()) {
            if (matcher.group(1).equals(key)) {
                return Optional.of(Long.parseLong(matcher.group(2)) * 1024);
            }
        }
        return Optional.empty();
    }
}
