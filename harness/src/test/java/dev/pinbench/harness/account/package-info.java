@NullMarked
package dev.pinbench.harness.account;

import org.jspecify.annotations.NullMarked;
