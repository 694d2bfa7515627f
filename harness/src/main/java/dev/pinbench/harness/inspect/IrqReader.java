package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.DeviceInterrupts;
import dev.pinbench.harness.host.HostFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the interrupts of a network card, and the CPUs that served them. */
final class IrqReader {
    private static final Pattern BUS = Pattern.compile("[0-9A-Za-z:_@-]+(?:\\.[0-9A-Za-z:_@-]+)*");
    private static final Pattern ROW = Pattern.compile(" *([0-9]{1,9}):(.*)");
    private static final Pattern GAP = Pattern.compile(" {2,}");

    private record Row(String name, Map<Integer, Long> counts) {}

    private final HostFiles files;
    private final Map<Integer, Row> rows;

    private IrqReader(HostFiles files, Map<Integer, Row> rows) {
        this.files = files;
        this.rows = rows;
    }

    /** Reads {@code proc/interrupts} as it is now. */
    static IrqReader read(HostFiles files) {
        return new IrqReader(files, parse(files.text("proc/interrupts").orElse("")));
    }

    /**
     * The interrupts of the device at {@code busInfo}, as PCI lists them, and those that are named after the interface.
     *
     * @param earlier what {@code proc/interrupts} said before an interval; {@code null} if there was none
     */
    List<Irq> of(String interfaceName, @Nullable String busInfo, @Nullable IrqReader earlier) {
        Set<Integer> numbers = new TreeSet<>();
        if (busInfo != null && BUS.matcher(busInfo).matches()) {
            numbers.addAll(
                    DeviceInterrupts.ofDevice(files.path("sys/bus/pci/devices").resolve(busInfo)));
        }
        rows.forEach((number, row) -> {
            if (DeviceInterrupts.isNamedAfter(interfaceName, row.name())) {
                numbers.add(number);
            }
        });
        List<Irq> irqs = new ArrayList<>();
        for (int number : numbers) {
            Row row = rows.get(number);
            if (row == null) {
                continue; // allocated, but nobody asked for it
            }
            irqs.add(new Irq(
                    number,
                    row.name(),
                    files.text("proc/irq/" + number + "/smp_affinity_list").orElse(null),
                    files.text("proc/irq/" + number + "/effective_affinity_list")
                            .filter(text -> !text.isEmpty())
                            .orElse(null),
                    served(row.counts()),
                    earlier == null ? null : earlier.until(number, row.counts())));
        }
        return irqs;
    }

    private static Map<Integer, Long> served(Map<Integer, Long> counts) {
        Map<Integer, Long> served = new TreeMap<>(counts);
        served.values().removeIf(count -> count == 0);
        return served;
    }

    /** Counts are of 32 bits for each CPU (kstat_irqs_cpu, kernel/irq/irqdesc.c). */
    private @Nullable Map<Integer, Long> until(int number, Map<Integer, Long> later) {
        Row row = rows.get(number);
        if (row == null) {
            return null;
        }
        Map<Integer, Long> differences = new TreeMap<>();
        later.forEach((cpu, count) -> {
            Long before = row.counts().get(cpu);
            if (before != null) {
                differences.put(cpu, (count - before) & 0xffff_ffffL);
            }
        });
        return served(differences);
    }

    private static Map<Integer, Row> parse(String text) {
        Map<Integer, Row> rows = new LinkedHashMap<>();
        List<String> lines = text.lines().toList();
        if (lines.isEmpty()) {
            return rows;
        }
        List<Integer> cpus = new ArrayList<>();
        for (String word : lines.get(0).strip().split("\\s+", -1)) {
            if (word.matches("CPU[0-9]{1,5}")) {
                cpus.add(Integer.valueOf(word.substring(3)));
            }
        }
        for (String line : lines.subList(1, lines.size())) {
            Matcher matcher = ROW.matcher(line);
            if (matcher.matches()) {
                row(matcher.group(2), cpus, rows, Integer.parseInt(matcher.group(1)));
            }
        }
        return rows;
    }

    private static void row(String rest, List<Integer> cpus, Map<Integer, Row> rows, int number) {
        String[] words = rest.strip().split("\\s+", cpus.size() + 1);
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < cpus.size() && i < words.length; i++) {
            if (!words[i].matches("[0-9]{1,18}")) {
                return; // fewer counts than CPUs: it is not known whose they are
            }
            counts.put(cpus.get(i), Long.valueOf(words[i]));
        }
        // Chip, number at the chip and trigger come before the names, which two blanks set off (kernel/irq/proc.c).
        String[] parts = GAP.split(words.length > cpus.size() ? words[cpus.size()].strip() : "", -1);
        rows.put(number, new Row(parts[parts.length - 1], counts));
    }
}
