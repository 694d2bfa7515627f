package dev.pinbench.harness.calibrate;

import java.io.IOException;

/** A calibration that could not be made or read. */
public final class CalibrationException extends IOException {
    private static final long serialVersionUID = 1L;

    CalibrationException(String message) {
        super(message);
    }

    CalibrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
