package dev.pinbench.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.harness.host.Privileges;
import org.junit.jupiter.api.Test;

class PrivilegeChecksTest {

    @Test
    void theSettingThatForbidsUserNamespacesIsNamedWithItsMend() {
        assertThat(check(new Privileges(1000, false, false, "refused", false, 0L, null)))
                .isEqualTo(DoctorFinding.stop(
                        "privileges",
                        "uid 1000, CAP_NET_ADMIN no, CAP_SYS_ADMIN no; no user namespace either:"
                                + " user.max_user_namespaces is 0",
                        "no lab can be made",
                        "sudo sysctl user.max_user_namespaces=15000"));
        assertThat(check(new Privileges(1000, false, false, "refused", null, 100L, false))
                        .mend())
                .isEqualTo("sudo sysctl kernel.unprivileged_userns_clone=1");
    }

    @Test
    void withoutAGuiltySettingTheToolsOwnWordsAreTheReason() {
        DoctorFinding user = check(new Privileges(1000, false, false, "unshare: exit status 1", null, 9L, true));

        assertThat(user.severity()).isEqualTo(Severity.STOP);
        assertThat(user.observed()).endsWith("unshare: exit status 1");
        assertThat(user.mend()).isEqualTo("# run again with sudo");
        assertThat(check(new Privileges(0, true, false, "refused", null, 9L, null))
                        .mend())
                .contains("NET_ADMIN and SYS_ADMIN");
    }

    @Test
    void rootNeedsNoUserNamespace() {
        assertThat(check(new Privileges(0, true, true, "refused", true, 0L, false))
                        .severity())
                .isEqualTo(Severity.OK);
    }

    private static DoctorFinding check(Privileges privileges) {
        return PrivilegeChecks.check(privileges).get(0);
    }
}
