/** What this machine is: its CPUs and how sets of them are written. */
@NullMarked
package dev.pinbench.harness.host;

import org.jspecify.annotations.NullMarked;
