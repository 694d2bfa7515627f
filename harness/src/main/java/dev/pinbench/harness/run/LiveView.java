package dev.pinbench.harness.run;

import dev.pinbench.harness.lab.LabEndpoint;

/** Is told about twice a second where traffic arrives, so that a person can be shown that it does. */
@FunctionalInterface
interface LiveView {

    /** Nobody looks. */
    LiveView NONE = receiver -> {};

    void update(LabEndpoint receiver);
}
