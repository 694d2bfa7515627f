package dev.pinbench.harness.capture;

import dev.pinbench.harness.lab.LabInterface;

/**
 * An interface to capture at.
 *
 * @param mtuBytes its MTU
 */
public record CapturePoint(LabInterface at, int mtuBytes) {}
