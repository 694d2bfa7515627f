package dev.pinbench.harness.lab;

import dev.pinbench.harness.process.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * How an interface is set up that was there already.
 *
 * @param mtuBytes its MTU, bytes
 * @param words offloads, MTU, whether threads poll it, and the different RPS masks of its receive queues, for a record and for
 *     comparing
 */
public record InterfaceState(int mtuBytes, String words) {

    /**
     * Reads it.
     *
     * @throws LabException if the interface is gone, or ethtool missing
     */
    public static InterfaceState read(LabInterface target) throws LabException, InterruptedException {
        int mtuBytes = SysClassNet.mtuBytes(target);
        TreeSet<String> masks = new TreeSet<>();
        for (Path file : SysClassNet.rpsFiles(target)) {
            try {
                masks.add(Files.readString(file).strip());
            } catch (IOException e) {
                throw new LabException("lab: RPS mask of " + target.label() + " cannot be read from " + file, e);
            }
        }
        try {
            String features = target.namespace()
                    .run(List.of("ethtool", "-k", target.name()))
                    .stdout();
            return new InterfaceState(
                    mtuBytes,
                    Offload.describe(Offload.parse(features)) + " mtu=" + mtuBytes + " threaded="
                            + SysClassNet.threaded(target)
                            + (masks.isEmpty() ? "" : " rps=" + String.join("/", masks)));
        } catch (CommandException e) {
            throw new LabException("lab: " + e.getMessage(), e);
        }
    }
}
