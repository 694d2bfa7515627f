package dev.pinbench.harness.targets;

import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.MissingToolException;
import java.io.IOException;
import java.util.Map;

/**
 * This machine lacks something that a look into a network namespace needs: a program, a privilege, an answer. The message
 * names the mend.
 */
public final class NamespaceException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final Map<String, String> PACKAGES = Map.of(
            "ip", "iproute2",
            "bridge", "iproute2",
            "tc", "iproute2",
            "ethtool", "ethtool",
            "nsenter", "util-linux",
            "lsns", "util-linux",
            "unshare", "util-linux");

    public NamespaceException(String message) {
        super(message);
    }

    /** An answer of iproute2 that says nothing. */
    public NamespaceException(LinkException cause) {
        super(cause.getMessage(), cause);
    }

    private NamespaceException(String message, CommandException cause) {
        super(message, cause);
    }

    /** A program that could not be run, with its package if it is missing. */
    public static NamespaceException of(CommandException cause) {
        if (cause instanceof MissingToolException missing) {
            String debianPackage = PACKAGES.getOrDefault(missing.tool(), missing.tool());
            return new NamespaceException(
                    "missing: " + missing.tool() + "; install with: apt-get install " + debianPackage, cause);
        }
        return new NamespaceException(String.valueOf(cause.getMessage()), cause);
    }
}
