package dev.pinbench.harness.capture;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame as understood.
 *
 * @param ipBytes length of the outermost IP packet, its header included; 0 if it is none
 * @param segment the TCP segment that it carries, inside of a tunnel too; {@code null} if it carries none
 * @param checksum the worst of all its checksums
 * @param wrongIn protocols whose checksum is wrong, outside or inside of a tunnel
 */
record Packet(int ipBytes, @Nullable Segment segment, Checksum checksum, Set<Protocol> wrongIn) {

    /** Protocols with a checksum that is looked at. */
    enum Protocol {
        /** The header of IPv4. */
        IP,
        TCP,
        UDP
    }

    Packet {
        wrongIn = Set.copyOf(wrongIn);
    }
}
