@NullMarked
package dev.pinbench.harness.capture;

import org.jspecify.annotations.NullMarked;
