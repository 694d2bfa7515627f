package dev.pinbench.harness.run;

import dev.pinbench.harness.lab.LabEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What arrives at an endpoint of late, from its interface's byte counter in sysfs; for showing, not for measuring. */
final class ReceiveRate {
    private static final double BITS_PER_BYTE = 8;
    private static final double NANOS_PER_SECOND = 1e9;

    private long lastBytes = -1;
    private long lastNanos;

    /** Bits per second since the last call; empty at the first call and where the counter cannot be read. */
    OptionalDouble update(LabEndpoint receiver) {
        Path file = receiver.namespace().statistics(receiver.interfaceName()).resolve("rx_bytes");
        long now = System.nanoTime();
        long bytes;
        try {
            bytes = Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            lastBytes = -1;
            return OptionalDouble.empty();
        }
        OptionalDouble rate = lastBytes < 0 || bytes < lastBytes
                ? OptionalDouble.empty()
                : OptionalDouble.of((bytes - lastBytes) * BITS_PER_BYTE * NANOS_PER_SECOND / (now - lastNanos));
        lastBytes = bytes;
        lastNanos = now;
        return rate;
    }
}
