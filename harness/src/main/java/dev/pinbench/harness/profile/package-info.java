/**
 * Profiles: what to run, as data. A YAML file is read with the position of every value, overlaid with the options of
 * the command line, checked against the published schema, and becomes an immutable
 * {@link dev.pinbench.harness.profile.Profile}. Start reading at {@link dev.pinbench.harness.profile.ProfileLoader}.
 */
@NullMarked
package dev.pinbench.harness.profile;

import org.jspecify.annotations.NullMarked;
