package dev.pinbench.harness.process;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ends a process with everything that it started. */
final class ProcessTree {

    private ProcessTree() {}

    /**
     * Kills (SIGKILL) the descendants of {@code root}, again until no new one shows up, then the root itself. The
     * descendants go first: once the root is gone they have another parent and can't be found from it any more.
     */
    static void kill(ProcessHandle root) {
        Set<ProcessHandle> killed = new HashSet<>();
        List<ProcessHandle> found = root.descendants().toList();
        while (killed.addAll(found)) {
            found.forEach(ProcessHandle::destroyForcibly);
            found = root.descendants().toList();
        }
        root.destroyForcibly();
    }
}
