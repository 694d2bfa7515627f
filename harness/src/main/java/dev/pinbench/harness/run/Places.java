package dev.pinbench.harness.run;

import dev.pinbench.harness.existing.CardInterrupts;
import dev.pinbench.harness.existing.Endpoints;
import dev.pinbench.harness.existing.ExistingEnds;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.lab.Steering;
import dev.pinbench.harness.profile.InterruptSteering;
import dev.pinbench.harness.profile.Profile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the place of each trial of a run: in the lab, or between endpoints that exist already. */
final class Places {
    private final Lab lab;
    private final Profile profile;
    private final HostChanges machine;
    private final Steering steering;
    private @Nullable ExistingEnds existing;
    private @Nullable CardInterrupts interrupts;

    Places(Lab lab, Profile profile, HostChanges machine) {
        this.lab = lab;
        this.profile = profile;
        this.machine = machine;
        this.steering = new Steering(machine);
    }

    Place of(TrialSettings settings) throws IOException, InterruptedException {
        Endpoints endpoints = profile.endpoints();
        if (endpoints == null) {
            return new LabPlace(lab.topology(settings.topology()), settings, steering);
        }
        if (existing == null) {
            existing = ExistingEnds.open(lab, endpoints);
            interrupts = InterruptSteering.isAskedFor(profile) ? CardInterrupts.find(HostFiles.live()) : null;
        }
        return new ExistingPlace(existing, settings, machine, interrupts);
    }
}
