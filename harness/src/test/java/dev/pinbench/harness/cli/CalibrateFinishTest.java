package dev.pinbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Json;
import dev.pinbench.harness.calibrate.Calibration;
import dev.pinbench.harness.calibrate.CalibrationStore;
import dev.pinbench.harness.run.StopRequest;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C about the time at which a calibration is kept: what is said is what is so. */
class CalibrateFinishTest {

    @TempDir
    Path folder;

    private static Calibration calibration() throws Exception {
        try (InputStream stream = CalibrateFinishTest.class.getResourceAsStream("/calibrate/calibration.json")) {
            return Json.mapper().readValue(Objects.requireNonNull(stream).readAllBytes(), Calibration.class);
        }
    }

    /** Runs something once, when the first word is written. */
    private static final class Trigger extends StringWriter {
        private Runnable action;

        Trigger(Runnable action) {
            this.action = action;
        }

        @Override
        public void write(String text, int from, int length) {
            Runnable once = action;
            action = () -> {};
            once.run();
            super.write(text, from, length);
        }
    }

    private static Console console(StringWriter out, StringWriter err) {
        return new Console(new PrintWriter(out), new PrintWriter(err), false, false, 80);
    }

    @Test
    void whoAsksBeforeItIsKeptIsToldThatNothingIsStored() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        StopRequest stop = new StopRequest();
        CalibrationStore store = new CalibrationStore(folder);
        stop.stopAndWait(0);

        int status = new CalibrateCommand(console(out, err)).finish(calibration(), store, stop);

        assertThat(Thread.interrupted())
                .as("nothing is left for whoever comes next")
                .isFalse();
        assertThat(status).isEqualTo(ExitStatus.INTERRUPTED);
        assertThat(err.toString().lines()).containsExactly("interrupted: nothing is stored");
        assertThat(out.toString()).isEmpty();
        assertThat(store.file()).doesNotExist();
    }

    @Test
    void whoAsksWhileItIsKeptWaitsAndIsNotToldOtherwise() throws Exception {
        StopRequest stop = new StopRequest();
        Thread asking = new Thread(() -> stop.stopAndWait(60), "asking");
        StringWriter out = new Trigger(() -> {
            asking.start();
            while (asking.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        StringWriter err = new StringWriter();
        CalibrationStore store = new CalibrationStore(folder);

        int status = new CalibrateCommand(console(out, err)).finish(calibration(), store, stop);
        stop.finished();
        asking.join();

        assertThat(status).isEqualTo(ExitStatus.DONE);
        assertThat(store.file()).isNotEmptyFile();
        assertThat(out.toString()).contains("Kept in " + store.file());
        assertThat(err.toString()).isEmpty();
        assertThat(stop.requested()).isFalse();
    }
}
