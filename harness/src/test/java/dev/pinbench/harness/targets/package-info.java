@NullMarked
package dev.pinbench.harness.targets;

import org.jspecify.annotations.NullMarked;
