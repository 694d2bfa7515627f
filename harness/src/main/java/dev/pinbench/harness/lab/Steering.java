package dev.pinbench.harness.lab;

import dev.pinbench.harness.hostchange.HostChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts steering into force over a topology, as far as other is in force, and reads it back. */
public final class Steering {
    private final FlowTables flows;

    /** Empty while it is not known what is in force. */
    private final Map<Topology, Optional<SteeringSettings>> inForce = new HashMap<>();

    /**
     * Steers nothing yet.
     *
     * @param machine through which settings of the machine itself are changed
     */
    public Steering(HostChanges machine) {
        this.flows = new FlowTables(machine);
    }

    /**
     * Steers packets of {@code topology} as {@code settings} says.
     *
     * @return what is not in force, one sentence each; empty if all is
     * @throws LabException if the kernel refuses, which it does without privileges
     */
    public List<String> apply(Topology topology, SteeringSettings settings) throws IOException, InterruptedException {
        // The queues first: who may not change them shall not get as far as the machine's own table.
        List<String> notInForce = new ArrayList<>(queues(topology, settings));
        notInForce.addAll(flows.sockets(settings.flowEntries()));
        return notInForce;
    }

    private List<String> queues(Topology topology, SteeringSettings settings) throws LabException {
        Optional<SteeringSettings> before = inForce.getOrDefault(topology, Optional.of(SteeringSettings.UNTOUCHED));
        if (before.equals(Optional.of(settings))) {
            return List.of();
        }
        inForce.put(topology, Optional.empty());
        List<String> notInForce = new ArrayList<>();
        if (before.isEmpty() || !before.get().receiveCpus().equals(settings.receiveCpus())) {
            notInForce.addAll(receive(topology, settings.receiveCpus()));
        }
        if (before.isEmpty() || before.get().flowEntries() != settings.flowEntries()) {
            notInForce.addAll(flows.queues(topology, settings.flowEntries()));
        }
        if (before.isEmpty() || !before.get().transmitCpus().equals(settings.transmitCpus())) {
            notInForce.addAll(transmit(topology, settings.transmitCpus()));
        }
        if (notInForce.isEmpty()) {
            inForce.put(topology, Optional.of(settings));
        }
        return notInForce;
    }

    /** What {@link #apply} put into force, in words for a record. */
    public Map<String, String> readBack(SteeringSettings settings) {
        Map<String, String> readBack = new LinkedHashMap<>();
        readBack.put("RPS mask of every receive queue", mask(settings.receiveCpus()));
        readBack.put("RFS entries of the receive queues of every interface", Integer.toString(settings.flowEntries()));
        readBack.put("RFS entries of the machine (net.core.rps_sock_flow_entries)", FlowTables.read());
        if (!settings.transmitCpus().isEmpty()) {
            readBack.put(
                    "XPS masks of the transmit queues of every veth",
                    settings.transmitCpus().stream().map(Steering::mask).collect(Collectors.joining(" ")));
        }
        return readBack;
    }

    private static List<String> transmit(Topology topology, List<BitSet> cpusByQueue) throws LabException {
        List<String> notInForce = new ArrayList<>();
        for (LabInterface each : topology.veths()) {
            List<Path> files = SysClassNet.xpsFiles(each);
            if (files.size() != cpusByQueue.size()) {
                notInForce.add(each.label() + " has " + files.size() + " transmit queues, not " + cpusByQueue.size());
                continue;
            }
            for (int queue = 0; queue < files.size(); queue++) {
                BitSet cpus = cpusByQueue.get(queue);
                setMask("XPS", "xps", files.get(queue), cpus, each.label() + " queue " + queue)
                        .ifPresent(notInForce::add);
            }
        }
        return notInForce;
    }

    /** Writes a mask and reads it back; what is wrong then, in a sentence. */
    private static Optional<String> setMask(String what, String factor, Path file, BitSet cpus, String where)
            throws LabException {
        try {
            Files.write(file, mask(cpus).getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
            String found = Files.readString(file).strip();
            return parse(found).equals(cpus)
                    ? Optional.empty()
                    : Optional.of(what + " mask of " + where + " is " + found + ", not " + mask(cpus));
        } catch (IOException | NumberFormatException e) {
            throw new LabException(
                    "lab: the kernel refused the " + what + " mask " + mask(cpus) + " for " + where + "; " + factor
                            + " needs root",
                    e);
        }
    }

    private static List<String> receive(Topology topology, BitSet cpus) throws LabException {
        List<String> notInForce = new ArrayList<>();
        for (LabInterface each : topology.interfaces()) {
            for (Path file : SysClassNet.rpsFiles(each)) {
                setMask("RPS", "softirq-core", file, cpus, each.label()).ifPresent(notInForce::add);
            }
        }
        return notInForce;
    }

    /** The kernel's text of a CPU set: 32-bit words in hex, the highest first, joined by commas (lib/bitmap-str.c). */
    public static String mask(BitSet cpus) {
        int words = Math.max(1, (cpus.length() + 31) / 32);
        StringBuilder text = new StringBuilder();
        for (int word = words - 1; word >= 0; word--) {
            int bits = 0;
            for (int bit = 0; bit < 32; bit++) {
                if (cpus.get(word * 32 + bit)) {
                    bits |= 1 << bit;
                }
            }
            text.append(text.isEmpty() ? Integer.toHexString(bits) : "," + String.format(Locale.ROOT, "%08x", bits));
        }
        return text.toString();
    }

    /** Reads what {@link #mask} writes. */
    static BitSet parse(String mask) {
        String[] words = mask.split(",", -1);
        BitSet cpus = new BitSet();
        for (int i = 0; i < words.length; i++) {
            int bits = Integer.parseUnsignedInt(words[i], 16);
            int base = (words.length - 1 - i) * 32;
            for (int bit = 0; bit < 32; bit++) {
                if ((bits & (1 << bit)) != 0) {
                    cpus.set(base + bit);
                }
            }
        }
        return cpus;
    }
}
