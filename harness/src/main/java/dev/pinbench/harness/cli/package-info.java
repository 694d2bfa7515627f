/** The command line: reads arguments, shows progress, turns errors into one line and an exit status. */
@NullMarked
package dev.pinbench.harness.cli;

import org.jspecify.annotations.NullMarked;
