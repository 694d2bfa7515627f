package dev.pinbench.harness.account;

/** What came of an account. */
public sealed interface AccountOutcome permits Account, NoBalance {

    /** Path, datapath, nodes, offloads and MTU in words. */
    String title();

    /** Whether a balance was drawn in which every byte, and every packet that was captured, is explained. */
    boolean isExplained();
}
