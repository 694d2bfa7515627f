/**
 * The lab: private namespaces in which simulated nodes and pods live. They hang on one pipe that this program holds, so
 * that they vanish with it however it ends; there is nothing to clean up.
 */
@NullMarked
package dev.pinbench.harness.lab;

import org.jspecify.annotations.NullMarked;
