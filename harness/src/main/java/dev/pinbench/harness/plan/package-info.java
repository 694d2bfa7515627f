/**
 * Plans: every combination of a profile's levels on this machine, in the order in which trials are run. Start reading
 * at {@link dev.pinbench.harness.plan.Planner}.
 */
@NullMarked
package dev.pinbench.harness.plan;

import org.jspecify.annotations.NullMarked;
