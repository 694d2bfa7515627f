package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sets the offloads of a topology's interfaces and reads back what they and the MTU came to. */
final class Shaping {
    private final Offload offload;
    private final Set<LabInterface> below;
    private final Map<String, String> readBack = new LinkedHashMap<>();
    private final Map<LabInterface, List<String>> shortcomings = new LinkedHashMap<>();
    private final List<String> everywhere = new ArrayList<>();

    /**
     * Asks for offloads.
     *
     * @param below interfaces whose driver holds TSO on and hands packets to a device that is shaped too: what TSO off means
     *     happens there
     */
    Shaping(Offload offload, Set<LabInterface> below) {
        this.offload = offload;
        this.below = Set.copyOf(below);
    }

    /** All are set before any is read: what a lower device cannot do is taken from those above it. */
    void apply(Map<LabInterface, Integer> mtuBytes) throws LabException, InterruptedException {
        for (LabInterface each : mtuBytes.keySet()) {
            if (offload.appliesTo(each)) {
                set(each);
            }
        }
        offload.hops().stream()
                .sorted()
                .filter(hop -> mtuBytes.keySet().stream().noneMatch(each -> Offload.names(hop, each)))
                .forEach(hop -> everywhere.add("no interface is called " + hop + " here, of which offloads are asked"));
        for (Map.Entry<LabInterface, Integer> each : mtuBytes.entrySet()) {
            read(each.getKey(), each.getValue());
        }
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
                Offload.describe(state) + (held ? " (segments are cut below)" : "") + " mtu=" + mtuBytes);
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
