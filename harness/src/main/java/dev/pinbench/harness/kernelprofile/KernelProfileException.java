package dev.pinbench.harness.kernelprofile;

import java.io.IOException;
import java.io.Serial;

/** Why there is no kernel profile, in one sentence that says what to do. */
final class KernelProfileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    KernelProfileException(String message) {
        super(message);
    }
}
