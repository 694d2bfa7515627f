package dev.pinbench.harness.profile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line changes in a profile. Texts are kept as typed; they are read and checked together with the
 * profile, and messages name the option.
 *
 * @param sets arguments of {@code --set}, in order: {@code factor=level[,level…]} replaces the levels of a factor;
 *     {@code traffic.rate=1G}, {@code sampling.rate=20/s} and {@code nodes=1} replace one value. A comma parts levels;
 *     a level that holds a comma itself is written in YAML: {@code softirq-core=["0,8"]}. For {@code offload}, parts
 *     with {@code =} that follow each other are one level: {@code offload=tso=off,gro=on}.
 * @param blocks argument of {@code --blocks}, or null if not given
 * @param seed argument of {@code --seed}, or null if not given
 * @param duration argument of {@code --duration} such as {@code 10s}, or null if not given
 */
public record Overrides(
        List<String> sets,
        @Nullable Integer blocks,
        @Nullable Long seed,
        @Nullable String duration) {

    public Overrides {
        sets = List.copyOf(sets);
    }

    /** Nothing changed. */
    public static Overrides none() {
        return new Overrides(List.of(), null, null, null);
    }
}
