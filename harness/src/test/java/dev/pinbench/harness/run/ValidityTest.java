package dev.pinbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.StandardErrors;
import dev.pinbench.analysis.results.TrialMetrics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValidityTest {

    private static final Frames CLEAN = frames(0);

    private static Frames frames(int missed, String... gaps) {
        return new Frames(List.of(), List.of(), List.of(), List.of(), missed, List.of(gaps));
    }

    private static TrialMetrics metrics(
            @Nullable Integer framesInWindow, @Nullable Double steal, @Nullable Double bytesPerPacket) {
        return new TrialMetrics(
                1e9,
                null,
                null,
                null,
                null,
                bytesPerPacket,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                steal,
                null,
                null,
                StandardErrors.UNKNOWN,
                framesInWindow,
                0,
                List.of(),
                null,
                null);
    }

    @Test
    void aCleanTrialIsValidWithoutARemark() {
        Validity validity = Validity.judge(List.of(), metrics(99, 0.01, 1514.0), CLEAN, 1500);

        assertThat(validity.invalidReasons()).isEmpty();
        assertThat(validity.flags()).isEmpty();
    }

    @Test
    void whatIsNotInForceMakesItInvalid() {
        Validity validity = Validity.judge(List.of("gro is on, not off"), metrics(99, 0.0, null), CLEAN, 1500);

        assertThat(validity.invalidReasons()).containsExactly("gro is on, not off");
    }

    @Test
    void aTrialWithoutAFrameInItsWindowIsInvalid() {
        assertThat(Validity.judge(List.of(), metrics(0, null, null), CLEAN, 1500)
                        .invalidReasons())
                .containsExactly("no frame lies in the measured window");
        assertThat(Validity.judge(List.of(), metrics(null, null, null), CLEAN, 1500)
                        .invalidReasons())
                .containsExactly("no frame lies in the measured window");
    }

    @Test
    void stealIsToleratedThenFlaggedThenTooMuch() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            Validity some = Validity.judge(List.of(), metrics(9, 0.05, null), CLEAN, 1500);
            Validity tooMuch = Validity.judge(List.of(), metrics(9, 0.051, null), CLEAN, 1500);

            assertThat(some.invalidReasons()).isEmpty();
            assertThat(some.flags()).containsExactly("the hypervisor took 5.0 % of a core");
            assertThat(tooMuch.invalidReasons()).containsExactly("the hypervisor took 5.1 % of a core, more than 5 %");
            assertThat(tooMuch.flags()).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void superPacketsAreCalledWhatTheyAre() {
        Validity validity = Validity.judge(List.of(), metrics(9, null, 32_000.4), CLEAN, 1500);

        assertThat(validity.invalidReasons()).isEmpty();
        assertThat(validity.flags())
                .singleElement()
                .asString()
                .contains("super-packets", "32000 bytes per packet", "MTU of 1500");
        assertThat(Validity.judge(List.of(), metrics(9, null, 1564.0), CLEAN, 1500)
                        .flags())
                .isEmpty();
    }

    @Test
    void missedFramesAndGapsAreTold() {
        Validity validity = Validity.judge(
                List.of(), metrics(9, null, null), frames(2, "/proc/stat line 3: expected a number"), 1500);

        assertThat(validity.invalidReasons()).isEmpty();
        assertThat(validity.flags())
                .containsExactly("2 frames were due but not taken", "/proc/stat line 3: expected a number");
    }
}
