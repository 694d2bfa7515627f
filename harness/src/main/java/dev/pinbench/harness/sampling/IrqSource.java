package dev.pinbench.harness.sampling;

import java.io.IOException;

/**
 * Interrupts per row and CPU. On a machine with hundreds of CPUs the file takes the kernel milliseconds; then it is not read in every
 * frame ({@link ReadingPace}), and a row covers the time since the reading before.
 */
final class IrqSource implements Source {

    private final Workbench bench;
    private final KernelFile interrupts;
    private final InterruptsFile parser = new InterruptsFile();
    private final NameTable names;

    private final IrqChanges changes = new IrqChanges();
    private final ReadingPace pace;

    private KernelText textBefore;
    private KernelText text;
    private NamedTable before;
    private NamedTable now;
    private boolean paceTold;
    private boolean wasReadable;
    private boolean readable;

    IrqSource(Workbench bench, ReadingPace pace, Resources resources) throws IOException {
        this.pace = pace;
        this.bench = bench;
        interrupts = resources.open(bench.procRoot().resolve("interrupts"));
        textBefore = new KernelText(bench.journal());
        text = new KernelText(bench.journal());
        names = bench.store().irqs();
        before = new NamedTable(names, 0);
        now = new NamedTable(names, 0);
    }

    @Override
    public void sample(int frame) {
        if (!pace.isDue()) {
            return;
        }
        long begin = System.nanoTime();
        bench.store().irqReading(frame);
        read(frame);
        pace.took(System.nanoTime() - begin);
        if (pace.every() > 1 && !paceTold) {
            paceTold = true;
            bench.gaps()
                    .add(
                            frame,
                            "pace",
                            interrupts.name() + ": takes " + pace.least() / 1000
                                    + " µs to read, so it is read in one frame of " + pace.every()
                                    + ", and its rows cover the time since the reading before");
        }
    }

    private void read(int frame) {
        KernelText spare = textBefore;
        textBefore = text;
        text = spare;
        wasReadable = readable;
        try {
            interrupts.read(text);
            if (parser.parseChanges(text, textBefore, now, changes)) {
                storeChanges(frame);
            } else {
                parseWhole(frame);
            }
            readable = true;
        } catch (IOException e) {
            parser.forget();
            now.clear();
            readable = false;
            bench.gaps().add(frame, interrupts.name(), KernelFile.describe(interrupts.name(), e));
        }
    }

    private void storeChanges(int frame) {
        for (int i = 0; i < changes.size(); i++) {
            int row = changes.row(i);
            int cpu = changes.cpu(i);
            storeIncrease(frame, row, cpu, now.get(row, cpu), changes.count(i));
            now.put(row, cpu, changes.count(i));
        }
    }

    private void parseWhole(int frame) throws KernelFileException {
        NamedTable spare = before;
        before = now;
        now = spare;
        now.clear();
        text.rewind();
        parser.parse(text, now);
        if (frame > 0 && wasReadable) {
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
            storeIncrease(frame, row, cpu, from, to);
        }
        if (was != is) {
            String irq = names.name(row);
            bench.gaps()
                    .add(
                            frame,
                            "irq " + irq + " " + is,
                            interrupts.name() + ": interrupt " + irq + (is ? " appeared" : " disappeared")
                                    + ": what it did in this frame is unknown");
        }
    }

    private void storeIncrease(int frame, int row, int cpu, long from, long to) {
        long increase = Counters.increase32(from, to);
        if (increase > 0) {
            bench.store().irq(frame, cpu, row, increase);
        } else if (Counters.isStep(increase, from, to)) {
            String irq = names.name(row);
            bench.gaps()
                    .add(
                            frame,
                            "irq " + irq + " " + cpu,
                            interrupts.name() + ": CPU " + cpu + ": interrupt " + irq + " went from " + from + " to "
                                    + to + ": no increase can be told");
        }
    }
}
