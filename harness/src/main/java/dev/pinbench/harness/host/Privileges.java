package dev.pinbench.harness.host;

import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.Commands;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What this process may do. {@code null}: the kernel does not have that setting, or hides it.
 *
 * @param effectiveUid user id that counts for permissions
 * @param capNetAdmin whether it may configure networks
 * @param capSysAdmin whether it may create namespaces
 * @param userNamespaceError why an ordinary user's namespaces could not be created when that was tried; {@code null}
 *     if they could
 * @param apparmorRestrictsUserNamespaces {@code kernel.apparmor_restrict_unprivileged_userns} (Ubuntu from 23.10)
 * @param maxUserNamespaces {@code user.max_user_namespaces}
 * @param unprivilegedUserNamespaces {@code kernel.unprivileged_userns_clone} (Debian up to 10, Arch)
 */
public record Privileges(
        long effectiveUid,
        boolean capNetAdmin,
        boolean capSysAdmin,
        @Nullable String userNamespaceError,
        @Nullable Boolean apparmorRestrictsUserNamespaces,
        @Nullable Long maxUserNamespaces,
        @Nullable Boolean unprivilegedUserNamespaces) {

    /** The ways to hold a lab. */
    public enum Mode {
        /** With the capabilities that namespaces need. */
        ROOT,
        /** As an ordinary user, in a user namespace. */
        ROOTLESS,
        /** No namespace can be had. */
        NONE
    }

    /** Bit numbers from include/uapi/linux/capability.h. */
    private static final int CAP_NET_ADMIN = 12;

    private static final int CAP_SYS_ADMIN = 21;

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern UID = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+(\\d+)");
    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s+([0-9a-fA-F]{1,16})$");

    /**
     * Reads this process's privileges, and tries to create the namespaces that a lab of an ordinary user needs.
     *
     * @throws IllegalStateException if {@code /proc/self/status} lacks a field that every kernel writes
     */
    public static Privileges readLive() throws InterruptedException {
        return read(HostFiles.live(), tryUserNamespace());
    }

    /**
     * Reads them from any machine's files, with the outcome of the trial given.
     *
     * @throws IllegalStateException as {@link #readLive()}
     */
    public static Privileges read(HostFiles files, @Nullable String userNamespaceError) {
        String status = files.text("proc/self/status").orElse("");
        long capabilities = Long.parseUnsignedLong(field(CAPABILITIES, status, "CapEff", files), 16);
        return new Privileges(
                Long.parseLong(field(UID, status, "Uid", files)),
                has(capabilities, CAP_NET_ADMIN),
                has(capabilities, CAP_SYS_ADMIN),
                userNamespaceError,
                files.text("proc/sys/kernel/apparmor_restrict_unprivileged_userns")
                        .map("1"::equals)
                        .orElse(null),
                files.text("proc/sys/user/max_user_namespaces")
                        .filter(text -> text.matches("[0-9]{1,18}"))
                        .map(Long::valueOf)
                        .orElse(null),
                files.text("proc/sys/kernel/unprivileged_userns_clone")
                        .map("1"::equals)
                        .orElse(null));
    }

    /** The best way to hold a lab that these privileges allow. */
    public Mode mode() {
        if (capNetAdmin && capSysAdmin) {
            return Mode.ROOT;
        }
        return userNamespaceError == null ? Mode.ROOTLESS : Mode.NONE;
    }

    /** Only a trial tells: security modules and container runtimes refuse in ways that no setting shows. */
    private static @Nullable String tryUserNamespace() throws InterruptedException {
        try {
            Commands.runOrThrow(List.of("unshare", "--user", "--map-root-user", "--net", "--mount", "true"), TIMEOUT);
            return null;
        } catch (CommandException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static boolean has(long capabilities, int bit) {
        return (capabilities >>> bit & 1) == 1;
    }

    private static String field(Pattern pattern, String status, String name, HostFiles files) {
        Matcher matcher = pattern.matcher(status);
        if (!matcher.find()) {
            throw new IllegalStateException(
                    files.path("proc/self/status") + ": has no line " + name + "; is /proc mounted?");
        }
        return matcher.group(1);
    }
}
