package dev.pinbench.harness.calibrate;

/**
 * What one operation costs on the live machine, as JMH measured it.
 *
 * @param reader {@code frame}; {@code bare read}, the same files read and not looked at; or a part of a frame
 * @param medianNanos time of one operation, median over iterations, ns
 * @param allocatedBytes memory allocated by one operation; of a part of a frame with a few bytes of the benchmark's own
 */
public record ReaderCost(String reader, double medianNanos, double allocatedBytes) {}
