package dev.pinbench.harness.account;

import java.util.List;

/**
 * What is left where no balance can be drawn: packets were captured all the same.
 *
 * @param title path, datapath, nodes, offloads and MTU in words
 * @param reason why there is no balance
 * @param captured the packets
 * @param losses counters of drops and errors that moved, in words; empty if none did
 */
public record NoBalance(String title, String reason, Captured captured, List<String> losses) implements AccountOutcome {

    public NoBalance {
        losses = List.copyOf(losses);
    }

    @Override
    public boolean isExplained() {
        return false;
    }
}
