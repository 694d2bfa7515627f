package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code calibration.json}: what measuring costs on one machine under one kernel.
 *
 * @param schemaVersion version of this format, {@value #SCHEMA_VERSION}
 * @param pinbenchVersion version of the program that measured it
 * @param createdAt wall-clock begin, ISO-8601 in UTC
 * @param machineId as in {@link HostFacts}
 * @param kernelRelease as {@code uname -r}
 * @param cpuModel the processor's own name
 * @param javaVersion of the virtual machine that sampled
 * @param cpus the CPUs that were online; {@code null} in files from before it was kept
 * @param rootless whether the lab was in a user namespace; {@code null} likewise
 * @param readers what a frame and its parts cost
 * @param observer what sampling does to throughput
 */
public record Calibration(
        int schemaVersion,
        String pinbenchVersion,
        String createdAt,
        @Nullable String machineId,
        String kernelRelease,
        @Nullable String cpuModel,
        String javaVersion,
        @Nullable String cpus,
        @Nullable Boolean rootless,
        List<ReaderCost> readers,
        ObserverEffect observer) {

    /** Grows when a field changes its meaning or goes. */
    public static final int SCHEMA_VERSION = 1;

    public Calibration {
        Objects.requireNonNull(kernelRelease, "kernelRelease");
        Objects.requireNonNull(observer, "observer");
        readers = List.copyOf(readers);
    }

    /** Whether it was made on this machine under this kernel; a machine without an id is never known again. */
    boolean isOf(HostFacts host) {
        return machineId != null && machineId.equals(host.machineId()) && kernelRelease.equals(host.kernelRelease());
    }

    /** How it was made otherwise than a run under {@code here}, one clause each. */
    List<String> differences(Conditions here) {
        List<String> differences = new ArrayList<>();
        if (!here.javaVersion().equals(javaVersion)) {
            differences.add("under Java " + javaVersion + ", not " + here.javaVersion());
        }
        if (cpus == null) {
            differences.add("with CPUs that it does not tell");
        } else if (!cpus.equals(here.cpus())) {
            differences.add("with CPUs " + cpus + " online, not " + here.cpus());
        }
        if (rootless == null) {
            differences.add("as root or not, which it does not tell");
        } else if (rootless != here.rootless()) {
            differences.add(rootless ? "in a user namespace, not as root" : "as root, not in a user namespace");
        }
        return differences;
    }

    /** As JSON with a closing newline, UTF-8. */
    public byte[] toJson() {
        return Json.write(this);
    }
}
