package dev.pinbench.harness.sampling;

import java.util.ArrayList;
import java.util.List;

/** Which files were read, in order, while somebody asked for it; benchmarks then read the same ones. */
final class Journal {

    private final List<KernelFile> files = new ArrayList<>();
    private boolean open;

    void begin() {
        files.clear();
        open = true;
    }

    List<KernelFile> end() {
        open = false;
        return List.copyOf(files);
    }

    void note(KernelFile file) {
        if (open) {
            files.add(file);
        }
    }
}
