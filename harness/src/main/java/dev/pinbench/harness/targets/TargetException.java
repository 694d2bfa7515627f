package dev.pinbench.harness.targets;

import java.io.IOException;

/** There is no such target, or it does not run: the user named something else than there is. */
public final class TargetException extends IOException {
    private static final long serialVersionUID = 1L;

    public TargetException(String message) {
        super(message);
    }
}
