package dev.pinbench.harness.doctor;

/** How much a finding matters to a measurement, least first. */
public enum Severity {
    /** As it should be. */
    OK,
    /** Worth knowing when results are read. */
    NOTE,
    /** Results will be off, or hard to compare. */
    BIAS,
    /** Nothing can be measured until it is mended. */
    STOP
}
