package dev.pinbench.harness.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The configuration that a kernel was built with, from {@code /proc/config.gz}, {@code /boot/config-RELEASE} or
 * {@code /lib/modules/RELEASE/config}.
 */
final class KernelConfig {

    private final Map<String, String> options;

    private KernelConfig(Map<String, String> options) {
        this.options = options;
    }

    /** The running kernel's configuration; empty if no file with it can be read. */
    static Optional<KernelConfig> read(HostFiles files, String release) {
        return Stream.of("proc/config.gz", "boot/config-" + release, "lib/modules/" + release + "/config")
                .flatMap(path -> readOne(files, path).stream())
                .findFirst();
    }

    private static Optional<KernelConfig> readOne(HostFiles files, String path) {
        try (InputStream raw = Files.newInputStream(files.path(path));
                InputStream in = path.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return Optional.of(parse(reader.lines()));
        } catch (IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    static KernelConfig parse(Stream<String> lines) {
        Map<String, String> options = new HashMap<>();
        lines.filter(line -> line.startsWith("CONFIG_")).forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                options.put(
                        line.substring(0, equals), line.substring(equals + 1).strip());
            }
        });
        return new KernelConfig(options);
    }

    /** Whether an option is built in; an option that the file leaves out is not set. */
    boolean isOn(String option) {
        return "y".equals(options.get(option));
    }

    /** An option's whole number; empty if it is not set to one. */
    Optional<Integer> number(String option) {
        return Optional.ofNullable(options.get(option))
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
    }
}
