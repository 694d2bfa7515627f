package dev.pinbench.harness.capture;

/**
 * One direction of a TCP connection. An IPv4 address is in the low half alone.
 *
 * @param ports the source's in the upper 16 bits, the other's in the lower
 */
record Flow(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {

    int sourcePort() {
        return ports >>> Short.SIZE;
    }

    int destinationPort() {
        return ports & 0xffff;
    }
}
