package dev.pinbench.harness.account;

import dev.pinbench.harness.links.Tally;

/**
 * What one interface on the way counted.
 *
 * @param crossing the interface
 * @param towardsServer traffic from client to server
 * @param towardsClient traffic from server to client
 */
public record HopCount(Crossing crossing, Tally towardsServer, Tally towardsClient) {}
