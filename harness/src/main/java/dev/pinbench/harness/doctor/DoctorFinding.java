package dev.pinbench.harness.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at. Texts are fit to print: foreign names in them are escaped.
 *
 * @param severity how much it matters
 * @param subject what was looked at, in a word or two
 * @param observed what was seen
 * @param effect what that does to a measurement
 * @param mend a command to copy into a shell, or, where no command helps, advice behind {@code # }, which a shell
 *     ignores; {@code null} if there is nothing to mend
 */
public record DoctorFinding(
        Severity severity,
        String subject,
        String observed,
        String effect,
        @Nullable String mend) {

    static DoctorFinding ok(String subject, String observed, String effect) {
        return new DoctorFinding(Severity.OK, subject, observed, effect, null);
    }

    static DoctorFinding note(String subject, String observed, String effect, @Nullable String mend) {
        return new DoctorFinding(Severity.NOTE, subject, observed, effect, mend);
    }

    static DoctorFinding bias(String subject, String observed, String effect, String mend) {
        return new DoctorFinding(Severity.BIAS, subject, observed, effect, mend);
    }

    static DoctorFinding stop(String subject, String observed, String effect, String mend) {
        return new DoctorFinding(Severity.STOP, subject, observed, effect, mend);
    }
}
