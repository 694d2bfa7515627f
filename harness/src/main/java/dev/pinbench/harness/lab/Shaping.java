package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets the offloads of a topology's interfaces and reads back what they and the MTU came to. */
final class Shaping {
    private final Offload offload;
    private final Map<String, String> readBack = new LinkedHashMap<>();
    private final List<String> notInForce = new ArrayList<>();

    Shaping(Offload offload) {
        this.offload = offload;
    }

    /** All are set before any is read: what a lower device cannot do is taken from those above it. */
    void apply(Map<LabInterface, Integer> mtuBytes) throws LabException, InterruptedException {
        for (LabInterface each : mtuBytes.keySet()) {
            set(each);
        }
        for (Map.Entry<LabInterface, Integer> each : mtuBytes.entrySet()) {
            read(each.getKey(), each.getValue());
        }
    }

    Map<String, String> readBack() {
        return readBack;
    }

    List<String> notInForce() {
        return notInForce;
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
        Map<Offload.Feature, Boolean> state;
        try {
            state = Offload.parse(target.namespace()
                    .run(List.of("ethtool", "-k", target.name()))
                    .stdout());
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
        int mtuBytes = SysClassNet.mtuBytes(target);
        readBack.put(target.label(), Offload.describe(state) + " mtu=" + mtuBytes);
        offload.switches().forEach((feature, wanted) -> {
            if (!wanted.equals(state.get(feature))) {
                notInForce.add("offload " + feature.shortName() + " is not " + (wanted ? "on" : "off") + " on "
                        + target.label());
            }
        });
        if (mtuBytes != wantedMtuBytes) {
            notInForce.add("MTU of " + target.label() + " is " + mtuBytes + ", not " + wantedMtuBytes);
        }
    }
}
