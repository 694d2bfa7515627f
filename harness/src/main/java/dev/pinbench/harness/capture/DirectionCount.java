package dev.pinbench.harness.capture;

/**
 * What went by at one hop in one direction.
 *
 * @param packets frames; a super-packet counts once
 * @param bytes their length on the interface, link header included
 * @param superPackets those whose IP packet is longer than the interface's MTU
 * @param handshakeSegments TCP segments with SYN
 * @param again TCP segments with payload of which at least one byte had gone by here before
 * @param checksums what was found of their checksums
 */
public record DirectionCount(
        long packets, long bytes, long superPackets, long handshakeSegments, long again, ChecksumCount checksums) {}
