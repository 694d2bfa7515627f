/** What this machine is: processors, kernel, tools, privileges, limits and load, each as it was read. */
@NullMarked
package dev.pinbench.harness.host;

import org.jspecify.annotations.NullMarked;
