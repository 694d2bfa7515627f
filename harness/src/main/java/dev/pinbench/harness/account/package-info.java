/** The balance of a fixed transfer: which counter counted what, and why any two of them differ. */
@NullMarked
package dev.pinbench.harness.account;

import org.jspecify.annotations.NullMarked;
