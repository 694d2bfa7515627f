package dev.pinbench.harness.capture;

/**
 * A TCP segment, or a super-packet of several.
 *
 * @param sequence number of the first byte of payload, 32 bits
 * @param payloadBytes length of the payload, as IP tells it
 * @param syn whether it belongs to a handshake: SYN or SYN-ACK
 */
record Segment(Flow flow, int sequence, int payloadBytes, boolean syn) {}
