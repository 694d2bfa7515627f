/**
 * Settings of the machine itself that a run has to change, for want of a namespace that holds them: noted before, put back
 * after, also after a kill. Start reading at {@link dev.pinbench.harness.hostchange.HostChanges}.
 */
@NullMarked
package dev.pinbench.harness.hostchange;

import org.jspecify.annotations.NullMarked;
