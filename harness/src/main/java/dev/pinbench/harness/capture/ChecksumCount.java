package dev.pinbench.harness.capture;

/**
 * Packets by the worst of their checksums: of IP, TCP and UDP, in a tunnel and around it. One without any is in none.
 *
 * @param good all are right
 * @param unfinished one holds the sum of the pseudo header alone: its rest is left to a device, if anybody knows
 * @param wrong one is wrong
 * @param unchecked one cannot be told: fragments, other protocols, packets that were not captured whole
 * @param wrongIp of the wrong ones, those where the header of IPv4 is
 * @param wrongTcp of the wrong ones, those where TCP is
 * @param wrongUdp of the wrong ones, those where UDP is
 */
public record ChecksumCount(
        long good, long unfinished, long wrong, long unchecked, long wrongIp, long wrongTcp, long wrongUdp) {}
