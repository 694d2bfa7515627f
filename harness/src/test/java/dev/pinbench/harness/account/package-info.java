/** Balances: doctored numbers for the arithmetic, real iperf3 over the real kernel for the rest. */
@NullMarked
package dev.pinbench.harness.account;

import org.jspecify.annotations.NullMarked;
