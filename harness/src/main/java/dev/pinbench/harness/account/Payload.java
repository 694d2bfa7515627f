package dev.pinbench.harness.account;

/**
 * How much of what was asked for became traffic, in bytes of payload.
 *
 * @param asked what iperf3 was told to send
 * @param written what iperf3 wrote into its socket
 * @param carried what TCP sent on all of iperf3's connections from client to server, its control connection included
 * @param again what of it was sent again
 * @param read what the server's iperf3 read
 */
public record Payload(long asked, long written, long carried, long again, long read) {}
