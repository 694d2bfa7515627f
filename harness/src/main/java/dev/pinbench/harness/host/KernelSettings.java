package dev.pinbench.harness.host;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the running kernel that bear on a measurement and are not in the host facts. {@code null}: not readable.
 *
 * @param turbo whether cores may run above their nominal frequency
 * @param turboSwitch the file that switches it, with the value that turns it off, as {@code PATH=VALUE}
 * @param nohzFullCpus CPU list that runs without the periodic tick, empty if none
 * @param clocksources the clock sources that the kernel could use
 * @param irqbalance whether a process of that name runs
 * @param taskSchedstat whether the kernel tells each task's run and wait time in ns ({@code /proc/PID/schedstat})
 * @param memoryAvailableBytes memory that can be had without swapping
 */
public record KernelSettings(
        @Nullable Boolean turbo,
        @Nullable String turboSwitch,
        @Nullable String nohzFullCpus,
        List<String> clocksources,
        boolean irqbalance,
        boolean taskSchedstat,
        @Nullable Long memoryAvailableBytes) {

    private static final String NO_TURBO = "sys/devices/system/cpu/intel_pstate/no_turbo";
    private static final String BOOST = "sys/devices/system/cpu/cpufreq/boost";

    public KernelSettings {
        clocksources = List.copyOf(clocksources);
    }

    /** Reads them. */
    public static KernelSettings read(HostFiles files) {
        Optional<String> noTurbo = files.text(NO_TURBO);
        Optional<String> boost = files.text(BOOST);
        return new KernelSettings(
                noTurbo.map("0"::equals).or(() -> boost.map("1"::equals)).orElse(null),
                noTurbo.map(text -> "/" + NO_TURBO + "=1")
                        .or(() -> boost.map(text -> "/" + BOOST + "=0"))
                        .orElse(null),
                // "(null)" is how kernels before 6.10 print that no CPU is meant (drivers/base/cpu.c).
                files.text("sys/devices/system/cpu/nohz_full")
                        .map(text -> text.equals("(null)") ? "" : text)
                        .orElse(null),
                Arrays.stream(files.text("sys/devices/system/clocksource/clocksource0/available_clocksource")
                                .orElse("")
                                .split("\\s+", -1))
                        .filter(name -> !name.isEmpty())
                        .toList(),
                files.numbered("proc", "").stream()
                        .anyMatch(pid -> files.text("proc/" + pid + "/comm")
                                .filter("irqbalance"::equals)
                                .isPresent()),
                files.text("proc/self/schedstat")
                        .filter(text -> text.split(" ", -1).length == 3)
                        .isPresent(),
                MemInfo.availableBytes(files).orElse(null));
    }
}
