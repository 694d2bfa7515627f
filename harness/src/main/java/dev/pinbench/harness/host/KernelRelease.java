package dev.pinbench.harness.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a kernel calls itself. Distributions carry changes back to older versions, so it hints at
 * behaviour and proves none.
 */
public record KernelRelease(int major, int minor) {

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*", Pattern.DOTALL);

    /** Reads the first two numbers of {@code uname -r}; empty if there are none. */
    public static Optional<KernelRelease> parse(String release) {
        Matcher matcher = VERSION.matcher(release);
        return matcher.matches()
                ? Optional.of(new KernelRelease(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether this is version {@code major.minor} or a later one. */
    public boolean isAtLeast(int otherMajor, int otherMinor) {
        return major > otherMajor || (major == otherMajor && minor >= otherMinor);
    }
}
