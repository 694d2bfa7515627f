package dev.pinbench.harness.inspect;

/**
 * A rule that translates addresses.
 *
 * @param source program that told of it: {@code nft}, {@code iptables} or {@code iptables-legacy}
 * @param chain family, table and chain, as in {@code ip nat POSTROUTING}
 * @param text the rule in words near the program's own, untrusted
 */
public record NatRule(String source, String chain, String text) {}
