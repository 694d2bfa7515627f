package dev.pinbench.harness.account;

import dev.pinbench.harness.lab.TopologyKey;
import dev.pinbench.harness.lab.TrafficPath;

/**
 * What to draw a balance of.
 *
 * @param key the topology to build
 * @param path who talks to whom
 * @param bytes payload that iperf3 is to send
 */
public record AccountOptions(TopologyKey key, TrafficPath path, long bytes) {}
