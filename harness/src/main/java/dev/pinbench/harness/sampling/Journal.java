package dev.pinbench.harness.sampling;

import java.util.ArrayList;
import java.util.List;

/** What was read, in order, while somebody asked for it; benchmarks then read the same. */
final class Journal {

    private final List<BareRead> reads = new ArrayList<>();
    private boolean open;

    void begin() {
        reads.clear();
        open = true;
    }

    List<BareRead> end() {
        open = false;
        return List.copyOf(reads);
    }

    void note(BareRead read) {
        if (open) {
            reads.add(read);
        }
    }
}
