package dev.pinbench.harness.process;

/**
 * How a command ended.
 *
 * @param exitCode exit status, or 128 plus the signal's number if a signal ended it
 * @param stdout everything it wrote there, decoded as UTF-8
 * @param stderr everything it wrote there, decoded as UTF-8
 */
public record CommandResult(int exitCode, String stdout, String stderr) {}
