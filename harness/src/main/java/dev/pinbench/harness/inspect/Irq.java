package dev.pinbench.harness.inspect;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An interrupt of a network card.
 *
 * @param number its number
 * @param name what {@code /proc/interrupts} calls it, untrusted
 * @param affinity CPUs that it may go to, as {@code smp_affinity_list} has them; {@code null} if that may not be read
 * @param effective CPUs that it does go to; {@code null} where the kernel does not say
 * @param servedByCpu how often each CPU served it since boot, those that never did left out
 * @param inIntervalByCpu likewise over the interval; {@code null} if none was asked for
 */
public record Irq(
        int number,
        String name,
        @Nullable String affinity,
        @Nullable String effective,
        Map<Integer, Long> servedByCpu,
        @Nullable Map<Integer, Long> inIntervalByCpu) {

    public Irq {
        servedByCpu = Collections.unmodifiableMap(new TreeMap<>(servedByCpu));
        inIntervalByCpu = inIntervalByCpu == null ? null : Collections.unmodifiableMap(new TreeMap<>(inIntervalByCpu));
    }
}
