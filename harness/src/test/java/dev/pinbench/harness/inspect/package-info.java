@NullMarked
package dev.pinbench.harness.inspect;

import org.jspecify.annotations.NullMarked;
