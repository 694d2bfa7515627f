/**
 * The sampler of a trial: kernel files, read at one instant by one pinned thread, become frames of increases.
 *
 * <p>Acquiring ({@code KernelFile}) is apart from parsing ({@code …File} classes, which see bytes only), and both from
 * the arithmetic of counters ({@code Counters}). What cannot be read is missing and named, never zero.
 */
@NullMarked
package dev.pinbench.harness.sampling;

import org.jspecify.annotations.NullMarked;
