package dev.pinbench.harness.sampling;

import java.io.IOException;

/** Interrupts per row and CPU. */
final class IrqSource implements Source {

    private final Workbench bench;
    private final KernelFile interrupts;
    private final InterruptsFile parser = new InterruptsFile();
    private final NameTable names;

    private NamedTable before;
    private NamedTable now;
    private boolean wasReadable;
    private boolean readable;

    IrqSource(Workbench bench, Resources resources) throws IOException {
        this.bench = bench;
        interrupts = resources.open(bench.procRoot().resolve("interrupts"));
        names = bench.store().irqs();
        before = new NamedTable(names, 0);
        now = new NamedTable(names, 0);
    }

    @Override
    public void sample(int frame) {
        NamedTable spare = before;
        before = now;
        now = spare;
        wasReadable = readable;
        now.clear();
        try {
            interrupts.read(bench.text());
            parser.parse(bench.text(), now);
            readable = true;
        } catch (IOException e) {
            now.clear();
            readable = false;
            bench.gaps().add(frame, interrupts.name(), KernelFile.describe(interrupts.name(), e));
        }
        if (frame > 0 && readable && wasReadable) {
            for (int row = 0; row < names.size(); row++) {
                store(frame, row);
            }
        }
    }

    private void store(int frame, int row) {
        boolean was = false;
        boolean is = false;
        for (int cpu = 0; cpu < now.width(); cpu++) {
            long from = before.get(row, cpu);
            long to = now.get(row, cpu);
            was |= from != Counters.MISSING;
            is |= to != Counters.MISSING;
            long increase = Counters.increase32(from, to);
            if (increase > 0) {
                bench.store().irq(frame, cpu, row, increase);
            } else if (Counters.isStep(increase, from, to)) {
                String irq = names.name(row);
                bench.gaps()
                        .add(
                                frame,
                                "irq " + irq + " " + cpu,
                                interrupts.name() + ": CPU " + cpu + ": interrupt " + irq + " went from " + from
                                        + " to " + to + ": no increase can be told");
            }
        }
        if (was != is) {
            String irq = names.name(row);
            bench.gaps()
                    .add(
                            frame,
                            "irq " + irq,
                            interrupts.name() + ": interrupt " + irq + (is ? " appeared" : " disappeared")
                                    + ": what it did in this frame is unknown");
        }
    }
}
