package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Sets the offloads of a topology's interfaces and reads back what they and the MTU came to. */
final class Shaping {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Offload offload;
    private final Map<String, String> readBack = new LinkedHashMap<>();
    private final Map<LabInterface, List<String>> shortcomings = new LinkedHashMap<>();
    private final List<String> everywhere = new ArrayList<>();

    Shaping(Offload offload) {
        this.offload = offload;
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
        boolean wantedHere = offload.appliesTo(target);
        boolean capped = wantedHere
                && offload.isOff(Offload.Feature.TSO)
                && !Boolean.FALSE.equals(state.get(Offload.Feature.TSO))
                && capSegments(target);
        readBack.put(
                target.label(), Offload.describe(state) + (capped ? " gso_max_segs=1" : "") + " mtu=" + mtuBytes);
        offload.switches().forEach((feature, wanted) -> {
            boolean inForce = !wantedHere
                    || wanted.equals(state.get(feature))
                    || (capped && feature == Offload.Feature.TSO);
            if (!inForce) {
                notInForce.add("offload " + feature.shortName() + " is not " + (wanted ? "on" : "off") + " on "
                        + target.label());
            }
        });
        if (mtuBytes != wantedMtuBytes) {
            notInForce.add("MTU of " + target.label() + " is " + mtuBytes + ", not " + wantedMtuBytes);
        }
        if (!notInForce.isEmpty()) {
            shortcomings.put(target, notInForce);
        }
    }

    /**
     * Some drivers hold TSO on (macvlan_fix_features, drivers/net/macvlan.c). With at most one segment in a packet TCP
     * makes no larger ones, and what comes larger is cut before the device gets it (netif_skb_features, net/core/dev.c).
     *
     * @return whether the kernel says that it is so
     */
    private static boolean capSegments(LabInterface target) throws LabException, InterruptedException {
        try {
            target.namespace().run(List.of("ip", "link", "set", "dev", target.name(), "gso_max_segs", "1"));
            String json = target.namespace()
                    .run(List.of("ip", "-d", "-j", "link", "show", "dev", target.name()))
                    .stdout();
            return MAPPER.readTree(json.isBlank() ? "[]" : json)
                            .path(0)
                            .path("gso_max_segs")
                            .asInt(0)
                    == 1;
        } catch (CommandException | JacksonException e) {
            throw new LabException("lab: segments in a packet of " + target.label() + ": " + e.getMessage(), e);
        }
    }
}
