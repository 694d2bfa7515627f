package dev.pinbench.harness.profile;

import java.util.List;

/**
 * A profile, an option that changes it, or the plan it makes is wrong. The message has one line for each problem, each
 * as {@code file:line:column: what is wrong; what was expected; the nearest right word}, or with the option
 * ({@code --set mss=77}) in place of file, line and column.
 */
public final class ProfileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One problem, as one line. */
    public ProfileException(String problem) {
        super(problem);
    }

    /** Several problems, each as one line. */
    public ProfileException(List<String> problems) {
        super(String.join("\n", problems));
    }

    /** Each problem as one line, in the order of the file. */
    public List<String> problems() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
