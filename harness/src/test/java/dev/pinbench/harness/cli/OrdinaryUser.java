package dev.pinbench.harness.cli;

import dev.pinbench.harness.lab.LabModes;
import java.util.List;

/** What makes a command that of a user without privileges, whoever runs the tests. */
final class OrdinaryUser {
    private OrdinaryUser() {}

    /** In a user namespace where root is mapped to another user, all capabilities are lost at the next exec. */
    static List<String> wrapper() {
        return LabModes.isRoot() ? List.of("unshare", "--user", "--map-user=1000", "--map-group=1000") : List.of();
    }
}
