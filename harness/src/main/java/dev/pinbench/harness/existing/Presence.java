package dev.pinbench.harness.existing;

import dev.pinbench.harness.targets.Located;
import dev.pinbench.harness.targets.Namespaces;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what a target stood for when it was found is there still. */
final class Presence {
    private static final String NETNS = "netns:";

    private final String at;
    private final long inode;
    private final boolean own;
    private final boolean vanished;

    /** Tells a process from a later one with its number by when it began. */
    private final @Nullable ProcessHandle process;

    Presence(Site site) {
        Located located = site.located();
        this.at = site.at();
        this.inode = located.namespace().inode();
        this.own = located.namespace().isOwn();
        this.process = located.pid().isPresent()
                ? ProcessHandle.of(located.pid().getAsInt()).orElse(null)
                : null;
        this.vanished = located.pid().isPresent() && process == null;
    }

    /** What has become of it, one sentence; empty if it is as it was. */
    Optional<String> gone() {
        if (vanished || (process != null && !process.isAlive())) {
            return Optional.of(
                    "endpoint " + at + ": its process" + (process == null ? "" : " " + process.pid()) + " has ended");
        }
        if (process != null) {
            return Namespaces.inodeOf(process.pid()).equals(Optional.of(inode))
                    ? Optional.empty()
                    : Optional.of("endpoint " + at + ": its process " + process.pid()
                            + " has ended, or left its network namespace");
        }
        if (!own && at.startsWith(NETNS)) {
            Path file = Path.of("/run/netns").resolve(at.substring(NETNS.length()));
            return Namespaces.inodeOf(file).equals(Optional.of(inode))
                    ? Optional.empty()
                    : Optional.of("endpoint " + at + ": " + file + " is no longer that network namespace");
        }
        return Optional.empty();
    }
}
