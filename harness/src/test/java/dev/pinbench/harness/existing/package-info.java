@NullMarked
package dev.pinbench.harness.existing;

import org.jspecify.annotations.NullMarked;
