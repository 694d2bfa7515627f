package dev.pinbench.harness.capture;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts the packets of one hop. */
final class HopTally {

    private static final class Direction {
        private long packets;
        private long bytes;
        private long superPackets;
        private long handshakeSegments;
        private long again;
        private final Map<Checksum, Long> checksums = new EnumMap<>(Checksum.class);
        private final Map<Packet.Protocol, Long> wrongIn = new EnumMap<>(Packet.Protocol.class);

        private DirectionCount count() {
            return new DirectionCount(
                    packets,
                    bytes,
                    superPackets,
                    handshakeSegments,
                    again,
                    new ChecksumCount(
                            checksums.getOrDefault(Checksum.GOOD, 0L),
                            checksums.getOrDefault(Checksum.UNFINISHED, 0L),
                            checksums.getOrDefault(Checksum.WRONG, 0L),
                            checksums.getOrDefault(Checksum.UNCHECKED, 0L),
                            wrongIn.getOrDefault(Packet.Protocol.IP, 0L),
                            wrongIn.getOrDefault(Packet.Protocol.TCP, 0L),
                            wrongIn.getOrDefault(Packet.Protocol.UDP, 0L)));
        }
    }

    private final int serverPort;
    private final int mtuBytes;
    private final Direction towardsServer = new Direction();
    private final Direction towardsClient = new Direction();
    private final Direction other = new Direction();
    private final Map<Flow, SeenBytes> seen = new HashMap<>();

    /**
     * @param serverPort TCP port of the server, which tells the direction: addresses may be rewritten on the way
     * @param mtuBytes MTU of the interface
     */
    HopTally(int serverPort, int mtuBytes) {
        this.serverPort = serverPort;
        this.mtuBytes = mtuBytes;
    }

    void add(Frame frame) {
        Packet packet = Dissector.dissect(frame);
        Segment segment = packet.segment();
        Direction direction = other;
        if (segment != null && segment.flow().destinationPort() == serverPort) {
            direction = towardsServer;
        } else if (segment != null && segment.flow().sourcePort() == serverPort) {
            direction = towardsClient;
        }
        direction.packets++;
        direction.bytes += frame.originalBytes();
        direction.superPackets += packet.ipBytes() > mtuBytes ? 1 : 0;
        direction.checksums.merge(packet.checksum(), 1L, Long::sum);
        for (Packet.Protocol protocol : packet.wrongIn()) {
            direction.wrongIn.merge(protocol, 1L, Long::sum);
        }
        if (segment != null) {
            direction.handshakeSegments += segment.syn() ? 1 : 0;
            boolean again = segment.payloadBytes() > 0
                    && seen.computeIfAbsent(segment.flow(), flow -> new SeenBytes())
                            .add(segment.sequence(), segment.payloadBytes());
            direction.again += again ? 1 : 0;
        }
    }

    /** All packets so far. */
    long packets() {
        return towardsServer.packets + towardsClient.packets + other.packets;
    }

    DirectionCount towardsServer() {
        return towardsServer.count();
    }

    DirectionCount towardsClient() {
        return towardsClient.count();
    }

    DirectionCount other() {
        return other.count();
    }
}
