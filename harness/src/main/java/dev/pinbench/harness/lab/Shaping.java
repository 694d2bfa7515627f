package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets the offloads of a topology's interfaces and who polls them, and reads back what these and the MTU came to. */
final class Shaping {
    private final Offload offload;
    private final Set<LabInterface> below;
    private final List<LabInterface> polled;
    private final Path procRoot;
    private Map<LabInterface, List<NapiThread>> napiThreads = Map.of();
    private final Map<String, String> readBack = new LinkedHashMap<>();
    private final Map<LabInterface, List<String>> shortcomings = new LinkedHashMap<>();
    private final List<String> everywhere = new ArrayList<>();

    /**
     * Asks for offloads.
     *
     * @param below interfaces whose driver holds TSO on and hands packets to a device that is shaped too: what TSO off means
     *     happens there
     * @param polled interfaces that threads of the kernel are to poll
     * @param procRoot where these can be seen
     */
    Shaping(Offload offload, Set<LabInterface> below, List<LabInterface> polled, Path procRoot) {
        this.offload = offload;
        this.below = Set.copyOf(below);
        this.polled = List.copyOf(polled);
        this.procRoot = procRoot;
    }

    /** All are set before any is read: what a lower device cannot do is taken from those above it. */
    void apply(Map<LabInterface, Integer> mtuBytes) throws LabException, InterruptedException {
        for (LabInterface each : mtuBytes.keySet()) {
            if (offload.appliesTo(each)) {
                set(each);
            }
        }
        // After the offloads: a veth has NAPI only while GRO is on.
        if (!polled.isEmpty()) {
            napiThreads = ThreadedNapi.poll(polled, procRoot);
        }
        offload.hops().stream()
                .sorted()
                .filter(hop -> mtuBytes.keySet().stream().noneMatch(each -> Offload.names(hop, each)))
                .forEach(hop -> everywhere.add("no interface is called " + hop + " here, of which offloads are asked"));
        for (Map.Entry<LabInterface, Integer> each : mtuBytes.entrySet()) {
            read(each.getKey(), each.getValue());
        }
    }

    /** The interfaces that threads poll, with these. */
    Map<LabInterface, List<NapiThread>> napiThreads() {
        return napiThreads;
    }

    Map<String, String> readBack() {
        return readBack;
    }

    /** What was asked for but is not in force. */
    Shortcomings shortcomings() {
        return new Shortcomings(shortcomings, everywhere);
    }

    private void set(LabInterface target) throws LabException, InterruptedException {
        List<String> arguments = offload.ethtoolArguments();
        if (arguments.isEmpty()) {
            return;
        }
        List<String> argv = new ArrayList<>(List.of("ethtool", "-K", target.name()));
        argv.addAll(arguments);
        try {
            // Whether it took effect is for the read-back to say: ethtool's status does not tell one switch from
            // another.
            target.namespace().run(argv);
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
    }

    private void read(LabInterface target, int wantedMtuBytes) throws LabException, InterruptedException {
        List<String> notInForce = new ArrayList<>();
        Map<Offload.Feature, Boolean> state;
        try {
            state = Offload.parse(target.namespace()
                    .run(List.of("ethtool", "-k", target.name()))
                    .stdout());
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
        int mtuBytes = SysClassNet.mtuBytes(target);
        boolean held = below.contains(target);
        readBack.put(
                target.label(),
                Offload.describe(state) + (held ? " (segments are cut below)" : "") + " mtu=" + mtuBytes + " threaded="
                        + SysClassNet.threaded(target));
        if (offload.appliesTo(target)) {
            offload.switches().forEach((feature, wanted) -> {
                if (!wanted.equals(state.get(feature)) && !(held && feature == Offload.Feature.TSO)) {
                    notInForce.add("offload " + feature.shortName() + " is not " + (wanted ? "on" : "off") + " on "
                            + target.label());
                }
            });
        }
        if (mtuBytes != wantedMtuBytes) {
            notInForce.add("MTU of " + target.label() + " is " + mtuBytes + ", not " + wantedMtuBytes);
        }
        if (!notInForce.isEmpty()) {
            shortcomings.put(target, notInForce);
        }
    }
}
