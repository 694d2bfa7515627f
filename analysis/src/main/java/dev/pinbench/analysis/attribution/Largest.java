package dev.pinbench.analysis.attribution;

import java.util.Collection;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The largest value over some CPUs, and which has it.
 *
 * @param cpu {@code null} if and only if there is no {@code value}
 * @param value empty if there is no CPU, or one of them has no value: it might be the largest
 */
record Largest(@Nullable CpuWindow cpu, OptionalDouble value) {

    static Largest of(Collection<CpuWindow> cpus, Function<CpuWindow, OptionalDouble> value) {
        Largest largest = new Largest(null, OptionalDouble.empty());
        for (CpuWindow cpu : cpus) {
            OptionalDouble one = value.apply(cpu);
            if (one.isEmpty()) {
                return new Largest(null, one);
            }
            if (largest.value.isEmpty() || one.getAsDouble() > largest.value.getAsDouble()) {
                largest = new Largest(cpu, one);
            }
        }
        return largest;
    }

    /** Its standard error. */
    OptionalDouble error(BiFunction<OptionalDouble, CpuWindow, OptionalDouble> standardError) {
        return cpu == null ? OptionalDouble.empty() : standardError.apply(value, cpu);
    }
}
