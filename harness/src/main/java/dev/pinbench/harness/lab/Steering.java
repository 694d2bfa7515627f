package dev.pinbench.harness.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * RPS masks of a topology: to which cores receive processing is steered (Documentation/networking/scaling.rst). The empty
 * set is the kernel's own state: packets are processed on the core that enqueued them.
 */
public final class Steering {
    private final Map<Topology, BitSet> inForce = new HashMap<>();

    /**
     * Puts {@code cpus} into the mask of every receive queue of the topology, if another set is in force, and reads them
     * back.
     *
     * @return what is not in force, one sentence each; empty if all is
     * @throws LabException if the kernel refuses, which it does without privileges
     */
    public List<String> apply(Topology topology, BitSet cpus) throws LabException {
        BitSet current = inForce.getOrDefault(topology, new BitSet());
        List<String> notInForce = new ArrayList<>();
        if (current.equals(cpus)) {
            return notInForce;
        }
        inForce.remove(topology);
        byte[] mask = mask(cpus).getBytes(StandardCharsets.US_ASCII);
        for (LabInterface each : topology.interfaces()) {
            for (Path file : SysClassNet.rpsFiles(each)) {
                try {
                    Files.write(file, mask, StandardOpenOption.WRITE);
                    String found = Files.readString(file).strip();
                    if (!parse(found).equals(cpus)) {
                        notInForce.add("RPS mask of " + each.label() + " is " + found + ", not " + mask(cpus));
                    }
                } catch (IOException | NumberFormatException e) {
                    throw new LabException(
                            "lab: the kernel refused the RPS mask " + mask(cpus) + " for " + each.label()
                                    + "; softirq-core needs root",
                            e);
                }
            }
        }
        if (notInForce.isEmpty()) {
            inForce.put(topology, (BitSet) cpus.clone());
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
