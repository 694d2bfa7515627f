package dev.pinbench.harness.cli;

import dev.pinbench.harness.existing.CardInterrupts;
import dev.pinbench.harness.existing.Endpoints;
import dev.pinbench.harness.existing.ExistingEnds;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.profile.InterruptSteering;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.TargetException;
import java.util.List;

/** Whether the endpoints that a profile names are there, and interrupts that it moves, before anything is touched. */
final class EndpointCheck {
    private EndpointCheck() {}

    /**
     * Looks for them, if the profile names any.
     *
     * @throws TargetException if one is not there, or no route joins them
     * @throws NamespaceException if the machine lacks something that finding or entering them needs
     */
    static void require(Profile profile, boolean rootless)
            throws TargetException, NamespaceException, InterruptedException {
        Endpoints endpoints = profile.endpoints();
        if (endpoints != null) {
            ExistingEnds.require(endpoints, rootless);
        }
        if (InterruptSteering.isAskedFor(profile)) {
            if (rootless) {
                throw new NamespaceException("irq-affinity: only root may move interrupts of this machine");
            }
            CardInterrupts.find(HostFiles.live());
        }
    }

    /** What is missing, one sentence; empty if nothing is. */
    static List<String> lacking(Profile profile, boolean rootless) throws InterruptedException {
        try {
            require(profile, rootless);
            return List.of();
        } catch (TargetException | NamespaceException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
