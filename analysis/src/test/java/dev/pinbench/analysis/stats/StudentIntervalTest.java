package dev.pinbench.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pinbench.analysis.model.Interval;
import org.junit.jupiter.api.Test;

class StudentIntervalTest {

    /** R: t.test of the paired differences of the data set "sleep" gives -2.4598858 to -0.7001142. */
    @Test
    void agreesWithRsPairedTestOfSleep() {
        double[] differences = {-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4};
        Interval interval = StudentInterval.ofMean(differences, 0.95).orElseThrow();
        assertThat(interval.low()).isCloseTo(-2.4598858, within(1e-7));
        assertThat(interval.high()).isCloseTo(-0.7001142, within(1e-7));
        assertThat(interval.method()).isEqualTo("Student's t over 10 blocks, too few to resample");
    }

    @Test
    void oneValueHasNoIntervalAndNoneIsRefused() {
        assertThat(StudentInterval.ofMean(new double[] {3}, 0.95)).isEmpty();
        assertThatThrownBy(() -> StudentInterval.ofMean(new double[0], 0.95)).hasMessageContaining("got none");
    }
}
