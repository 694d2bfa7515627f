package dev.pinbench.harness.capture;

import dev.pinbench.harness.process.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How much a capture takes, and whether there is room for it.
 *
 * @param bytesPerHop the most that a hop is expected to write: the payload, headers of its packets and of an
 *     acknowledgement for each, nothing sent again
 * @param bufferBytes memory for packets that are not written yet, at each hop
 */
record CaptureRoom(long bytesPerHop, long bufferBytes) {
    /** Link, IP, TCP and the file's own header, and those of a tunnel. */
    private static final int PACKET_HEADER_BYTES = 16 + 14 + 52 + 50;

    private static final int IN_PACKET_HEADER_BYTES = 52 + 50;
    private static final long SPARE_BYTES = 1 << 20;
    private static final long LEAST_BUFFER_BYTES = 4 << 20;
    private static final long MOST_BUFFER_BYTES = 1 << 30;
    /** Packets lie in blocks of 256 KiB, and none goes over an edge: up to a quarter of each block stays empty. */
    private static final double BUFFER_WASTE = 1.5;
    /** Of the memory that is free, all hops together. */
    private static final int MEMORY_SHARE = 4;

    private static final long LEAVE_FREE_BYTES = 64 << 20;
    private static final long HARDLY_ANY_BYTES = 1 << 20;
    private static final String ADVICE = ": send less (--bytes), or name a folder with more room (--capture DIR)";

    /**
     * What capturing a transfer takes.
     *
     * @param mtuBytes the smallest on the way
     * @param memoryBytes memory that is free
     */
    static CaptureRoom of(long payloadBytes, int mtuBytes, int hops, long memoryBytes) {
        long packets = payloadBytes / Math.max(1, mtuBytes - IN_PACKET_HEADER_BYTES) + 1;
        long perHop = payloadBytes + packets * 2 * PACKET_HEADER_BYTES + SPARE_BYTES;
        long buffer = Math.min((long) (perHop * BUFFER_WASTE), memoryBytes / MEMORY_SHARE / hops);
        return new CaptureRoom(perHop, Math.max(LEAST_BUFFER_BYTES, Math.min(MOST_BUFFER_BYTES, buffer)));
    }

    /** Whether all that a hop writes has room in its buffer, so that nothing can be lost. */
    boolean losesNothing() {
        return bufferBytes >= (long) (bytesPerHop * BUFFER_WASTE);
    }

    /**
     * Says what is to come.
     *
     * @throws CaptureException if the disk has no room for it
     */
    String require(Path folder, List<CapturePoint> points) throws CaptureException {
        long needed = bytesPerHop * points.size();
        Path existing = existing(folder);
        long free;
        try {
            free = Files.getFileStore(existing).getUsableSpace();
        } catch (IOException e) {
            throw new CaptureException("capture: the free space of " + name(existing) + " cannot be read", e);
        }
        String most = "at most about " + size(needed) + " at " + points.size() + " hops";
        if (needed + LEAVE_FREE_BYTES > free) {
            throw new CaptureException(
                    "capture: " + most + ", but " + name(existing) + " has " + size(free) + " free" + ADVICE);
        }
        return "capturing " + most + ", in " + name(folder) + ", where " + size(free) + " are free"
                + (losesNothing()
                        ? ""
                        : "; buffers of " + size(bufferBytes)
                                + " hold less than that: what they have no room for is counted as lost");
    }

    /** Why a file may lack what was written to it. */
    static String reasonForLoss(Path file) {
        Path folder = existing(file);
        try {
            return Files.getFileStore(folder).getUsableSpace() < HARDLY_ANY_BYTES
                    ? "no space left in " + name(folder) + ADVICE
                    : "somebody else wrote to it, or the disk was full for a while";
        } catch (IOException e) {
            return "whether the disk is full cannot be told";
        }
    }

    private static Path existing(Path folder) {
        Path existing = folder.toAbsolutePath().normalize();
        Path parent = existing.getParent();
        while (parent != null && !Files.isDirectory(existing)) {
            existing = parent;
            parent = existing.getParent();
        }
        return existing;
    }

    private static String name(Path path) {
        return Printable.escape(path.toString());
    }

    private static String size(long bytes) {
        return bytes < 1_000_000_000
                ? String.format(Locale.ROOT, "%d MB", bytes / 1_000_000)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
