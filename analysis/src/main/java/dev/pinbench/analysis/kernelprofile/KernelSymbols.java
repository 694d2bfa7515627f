package dev.pinbench.analysis.kernelprofile;

import dev.pinbench.analysis.results.KernelClass;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which kind of work a kernel function belongs to, as {@code kernel-symbols.tsv} beside this class says; its head tells
 * how a pattern fits. Each function has one class: the one of the longest pattern that fits.
 */
public final class KernelSymbols {
    private static final String TABLE = "kernel-symbols.tsv";

    /** One line of the table. */
    record Entry(String pattern, KernelClass kernelClass) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final int longest;

    private KernelSymbols(List<String> lines) {
        int most = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split("\t", -1);
            if (cells.length != 2 || cells[0].isEmpty() || cells[0].equals("*") || cells[0].contains(" ")) {
                throw new IllegalArgumentException(
                        TABLE + ":" + (i + 1) + ": expected a pattern, a tab and a class, but found \"" + line + "\"");
            }
            Entry entry = new Entry(cells[0], KernelClass.ofLabel(cells[1]));
            if (entries.put(entry.pattern(), entry) != null) {
                throw new IllegalArgumentException(
                        TABLE + ":" + (i + 1) + ": the pattern " + cells[0] + " is given twice");
            }
            most = Math.max(most, cells[0].length());
        }
        longest = most;
    }

    /** The table that this program comes with. */
    public static KernelSymbols builtIn() {
        try (InputStream in = KernelSymbols.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing from this build");
            }
            return of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table.
     *
     * @throws IllegalArgumentException if a line is no entry or repeats a pattern; names the line
     */
    static KernelSymbols of(List<String> lines) {
        return new KernelSymbols(lines);
    }

    /** The class of a kernel function; {@link KernelClass#OTHER} if nothing fits. */
    public KernelClass classOf(String symbol) {
        return match(symbol).map(Entry::kernelClass).orElse(KernelClass.OTHER);
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    Optional<Entry> match(String symbol) {
        String name = plain(symbol);
        Entry whole = entries.get(name);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int length = Math.min(name.length(), longest); length > 0; length--) {
            Entry entry = entries.get(name.substring(0, length) + "*");
            if (entry != null) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /** The name in the source, without the compiler's suffixes and without leading underscores. */
    private static String plain(String symbol) {
        int dot = symbol.indexOf('.');
        String name = dot > 0 ? symbol.substring(0, dot) : symbol;
        int start = 0;
        while (start < name.length() - 1 && name.charAt(start) == '_') {
            start++;
        }
        return name.substring(start);
    }
}
