package dev.pinbench.harness.doctor;

import dev.pinbench.harness.host.Privileges;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** May this process hold a lab, and how? */
final class PrivilegeChecks {

    private static final String SUBJECT = "privileges";

    private PrivilegeChecks() {}

    static List<DoctorFinding> check(Privileges privileges) {
        String who = String.format(
                Locale.ROOT,
                "uid %d, CAP_NET_ADMIN %s, CAP_SYS_ADMIN %s",
                privileges.effectiveUid(),
                privileges.capNetAdmin() ? "yes" : "no",
                privileges.capSysAdmin() ? "yes" : "no");
        return List.of(
                switch (privileges.mode()) {
                    case ROOT -> DoctorFinding.ok(SUBJECT, who, "the lab gets namespaces of its own directly");
                    case ROOTLESS ->
                        DoctorFinding.note(
                                SUBJECT,
                                who + "; user namespaces can be created",
                                "the lab runs rootless; what concerns the whole host (exact softirq probes, IRQ affinity"
                                        + " of real NICs) is out of reach",
                                "# run again with sudo if you need those");
                    case NONE ->
                        DoctorFinding.stop(
                                SUBJECT,
                                who + "; no user namespace either: " + reason(privileges),
                                "no lab can be made",
                                mend(privileges));
                });
    }

    private static String reason(Privileges privileges) {
        if (Boolean.TRUE.equals(privileges.apparmorRestrictsUserNamespaces())) {
            return "kernel.apparmor_restrict_unprivileged_userns is 1";
        }
        if (isZero(privileges.maxUserNamespaces())) {
            return "user.max_user_namespaces is 0";
        }
        if (Boolean.FALSE.equals(privileges.unprivilegedUserNamespaces())) {
            return "kernel.unprivileged_userns_clone is 0";
        }
        // Messages of the process runner come escaped.
        String error = privileges.userNamespaceError();
        return error == null ? "reason unknown" : error;
    }

    private static String mend(Privileges privileges) {
        if (Boolean.TRUE.equals(privileges.apparmorRestrictsUserNamespaces())) {
            return "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0";
        }
        if (isZero(privileges.maxUserNamespaces())) {
            return "sudo sysctl user.max_user_namespaces=15000";
        }
        if (Boolean.FALSE.equals(privileges.unprivilegedUserNamespaces())) {
            return "sudo sysctl kernel.unprivileged_userns_clone=1";
        }
        return privileges.effectiveUid() == 0
                ? "# give the container the capabilities NET_ADMIN and SYS_ADMIN, or run on the host"
                : "# run again with sudo";
    }

    private static boolean isZero(@Nullable Long value) {
        return value != null && value == 0;
    }
}
