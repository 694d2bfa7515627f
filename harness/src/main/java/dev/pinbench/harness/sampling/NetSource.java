package dev.pinbench.harness.sampling;

import java.io.IOException;

/** Every interface of one namespace. */
final class NetSource implements Source {

    private final Workbench bench;
    private final String namespace;
    private final int namespaceId;
    private final KernelFile dev;
    private final NameTable names = new NameTable();
    private final long[] increases = new long[NetDevFile.WIDTH];

    private NamedTable before = new NamedTable(names, NetDevFile.WIDTH);
    private NamedTable now = new NamedTable(names, NetDevFile.WIDTH);
    private boolean wasReadable;
    private boolean readable;

    NetSource(Workbench bench, NamespaceSource source, Resources resources) throws IOException {
        this.bench = bench;
        namespace = source.name();
        dev = resources.open(bench.procRoot().resolve(source.anchorPid() + "/net/dev"));
        namespaceId = bench.store().addNamespace(namespace, names);
    }

    @Override
    public void sample(int frame) {
        NamedTable spare = before;
        before = now;
        now = spare;
        wasReadable = readable;
        now.clear();
        try {
            dev.read(bench.text());
            NetDevFile.parse(bench.text(), now);
            readable = true;
        } catch (IOException e) {
            now.clear();
            readable = false;
            bench.gaps().add(frame, dev.name(), "namespace " + namespace + ": " + KernelFile.describe(dev.name(), e));
        }
        if (frame > 0 && readable && wasReadable) {
            for (int row = 0; row < names.size(); row++) {
                store(frame, row);
            }
        }
    }

    private void store(int frame, int row) {
        boolean was = before.get(row, 0) != Counters.MISSING;
        boolean is = now.get(row, 0) != Counters.MISSING;
        if (was != is) {
            gap(frame, row, is ? "appeared" : "disappeared");
        }
        if (!was || !is) {
            return;
        }
        for (int i = 0; i < increases.length; i++) {
            increases[i] = Counters.increase64(before.get(row, i), now.get(row, i));
            if (increases[i] == Counters.MISSING) {
                gap(frame, row, "counters fell, as when it is made anew");
                return;
            }
        }
        bench.store().net(frame, namespaceId, row, increases);
    }

    private void gap(int frame, int row, String what) {
        String interfaceName = names.name(row);
        bench.gaps()
                .add(
                        frame,
                        dev.name() + " " + interfaceName + what,
                        "namespace " + namespace + ": " + dev.name() + ": interface " + interfaceName + " " + what
                                + ": it has no row in this frame");
    }
}
