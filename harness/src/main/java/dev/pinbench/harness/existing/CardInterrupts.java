package dev.pinbench.harness.existing;

import dev.pinbench.harness.host.CpuList;
import dev.pinbench.harness.host.DeviceInterrupts;
import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.hostchange.HostChangeException;
import dev.pinbench.harness.hostchange.HostChanges;
import dev.pinbench.harness.process.Printable;
import dev.pinbench.harness.targets.NamespaceException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The interrupts of the network cards that are up in the network that Pinbench is in, and the CPUs that serve them
 * ({@code /proc/irq/N/smp_affinity_list}; Documentation/core-api/irq/irq-affinity.rst). To move them is to change the
 * machine.
 */
public final class CardInterrupts {
    private static final String INTERFACES = "sys/class/net";
    private static final int IFF_UP = 1;

    /** What may come where it came before: the kernel moves some interrupts only when they come the next time. */
    private static final int STRAY_INTERRUPTS = 2;

    /** The counts have 32 bits. */
    private static final long COUNT_MASK = 0xffff_ffffL;

    private final HostFiles files;
    private final Map<Integer, String> names;
    private final Map<Integer, List<Long>> countsWhenSteered = new TreeMap<>();

    /**
     * @param names of each interrupt, its interface and what the kernel calls it
     */
    private CardInterrupts(HostFiles files, Map<Integer, String> names) {
        this.files = files;
        this.names = names;
    }

    /**
     * Looks for them, and changes nothing.
     *
     * @throws NamespaceException if no interface that is up has an interrupt
     */
    public static CardInterrupts find(HostFiles files) throws NamespaceException {
        Map<Integer, String> names = new TreeMap<>();
        Set<String> without = new TreeSet<>();
        try (DirectoryStream<Path> interfaces = Files.newDirectoryStream(files.path(INTERFACES))) {
            for (Path each : interfaces) {
                String name = each.getFileName().toString();
                Map<Integer, String> ofCard = isUp(files, name) ? ofCard(files, name) : Map.of();
                names.putAll(ofCard);
                if (ofCard.isEmpty()) {
                    without.add(Printable.escape(name));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new NamespaceException("irq-affinity: interfaces cannot be listed in " + files.path(INTERFACES));
        }
        if (names.isEmpty()) {
            throw new NamespaceException("irq-affinity: no network card that is up has interrupts on this machine ("
                    + String.join(", ", without) + " have none); expected irq-affinity: default");
        }
        return new CardInterrupts(files, names);
    }

    private static boolean isUp(HostFiles files, String interfaceName) {
        try {
            String flags =
                    files.text(INTERFACES + "/" + interfaceName + "/flags").orElse("");
            return (Integer.decode(flags) & IFF_UP) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Those of its device; of the device around it, as a virtio card is one on the PCI bus; and those named after it. */
    private static Map<Integer, String> ofCard(HostFiles files, String interfaceName) {
        Path device = files.path(INTERFACES).resolve(interfaceName).resolve("device");
        if (!Files.exists(device)) {
            return Map.of();
        }
        Set<Integer> numbers = new TreeSet<>(DeviceInterrupts.ofDevice(device));
        if (numbers.isEmpty()) {
            numbers.addAll(DeviceInterrupts.ofDevice(device.resolve("..")));
        }
        Map<Integer, String> asked = new TreeMap<>();
        for (Map.Entry<Integer, String> each : named(files).entrySet()) {
            if (numbers.contains(each.getKey()) || DeviceInterrupts.isNamedAfter(interfaceName, each.getValue())) {
                asked.put(each.getKey(), interfaceName + " " + each.getValue());
            }
        }
        return asked;
    }

    /** Every interrupt that somebody asked for, with the names under which that was. */
    private static Map<Integer, String> named(HostFiles files) {
        Map<Integer, String> named = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(files.path("sys/kernel/irq"))) {
            for (Path each : entries) {
                String number = each.getFileName().toString();
                files.text("sys/kernel/irq/" + number + "/actions")
                        .filter(actions -> !actions.isEmpty() && number.matches("[0-9]{1,9}"))
                        .ifPresent(actions -> named.put(Integer.valueOf(number), actions));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Without CONFIG_SPARSE_IRQ there is no such folder; then no interrupt can be told to be a card's.
            return Map.of();
        }
        return named;
    }

    /**
     * Lets only {@code cpus} serve them, or whoever did for none.
     *
     * @return what is not in force, one sentence each
     * @throws HostChangeException if another run changes the machine, or it may not be changed
     */
    public List<String> steer(HostChanges machine, List<Integer> cpus) throws IOException, InterruptedException {
        for (int number : names.keySet()) {
            Path file = affinityFile(number);
            if (cpus.isEmpty()) {
                machine.undo(file);
            } else {
                set(
                        machine,
                        file,
                        CpuList.format(cpus),
                        effective(number).map(List::of).orElse(List.of()));
            }
            countsWhenSteered.put(number, countsByCpu(number));
        }
        return notAt(cpus);
    }

    /**
     * Of several CPUs that may serve an interrupt one does. Written first, it is that one again afterwards, unless the interrupt
     * is so rare that the kernel has not moved it in between. The kernel keeps
     * some interrupts to itself (IRQD_AFFINITY_MANAGED); what it refuses is told by {@link #notAt}.
     */
    private static void set(HostChanges machine, Path file, String cpus, List<String> effective)
            throws IOException, InterruptedException {
        try {
            machine.set(file, cpus, effective);
        } catch (HostChangeException e) {
            if (!e.valueRefused()) {
                throw e;
            }
        }
    }

    /**
     * Which of them have been moved away from {@code cpus}, or came on others since they were steered there, one sentence each;
     * nothing for none.
     */
    public List<String> notAt(List<Integer> cpus) {
        List<String> sentences = new ArrayList<>();
        if (cpus.isEmpty()) {
            return sentences;
        }
        names.forEach((number, name) -> {
            String now = affinity(number);
            if (isList(now, cpus)) {
                strays(number, cpus)
                        .ifPresent(strays -> sentences.add(strays + " interrupts " + number + " of "
                                + Printable.escape(name) + " came on CPUs other than " + CpuList.format(cpus)
                                + ", where its affinity has it; the kernel or the card does not follow it"));
            } else {
                sentences.add("interrupt " + number + " of " + Printable.escape(name) + " goes to CPU " + now + ", not "
                        + CpuList.format(cpus) + "; the kernel keeps it, or irqbalance moved it");
            }
        });
        return sentences;
    }

    /** How many came on other CPUs since they were steered; empty for so few that the move itself explains them. */
    private OptionalLong strays(int number, List<Integer> cpus) {
        List<Long> before = countsWhenSteered.getOrDefault(number, List.of());
        List<Long> now = countsByCpu(number);
        long strays = IntStream.range(0, Math.min(before.size(), now.size()))
                .filter(cpu -> !cpus.contains(cpu))
                .mapToLong(cpu -> (now.get(cpu) - before.get(cpu)) & COUNT_MASK)
                .sum();
        return strays > STRAY_INTERRUPTS ? OptionalLong.of(strays) : OptionalLong.empty();
    }

    /** For each possible CPU, from 0 on, how often it came there ({@code irq_desc_per_cpu_count}, kernel/irq/irqdesc.c). */
    private List<Long> countsByCpu(int number) {
        String text = files.text("sys/kernel/irq/" + number + "/per_cpu_count").orElse("");
        try {
            return Arrays.stream(text.split(",", -1)).map(Long::valueOf).toList();
        } catch (NumberFormatException e) {
            return List.of();
        }
    }

    private static boolean isList(String text, List<Integer> cpus) {
        try {
            return new TreeSet<>(CpuList.parse(text)).equals(new TreeSet<>(cpus));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where each may go, and does go, in words for a record. */
    public Map<String, String> readBack() {
        Map<String, String> readBack = new LinkedHashMap<>();
        names.forEach((number, name) -> readBack.put(
                "interrupt " + number + " (" + Printable.escape(name) + ")",
                "affinity " + affinity(number) + ", effective "
                        + effective(number).orElse("unknown")));
        return readBack;
    }

    private String affinity(int number) {
        return files.text("proc/irq/" + number + "/smp_affinity_list").orElse("unknown");
    }

    private Optional<String> effective(int number) {
        return files.text("proc/irq/" + number + "/effective_affinity_list").filter(text -> !text.isEmpty());
    }

    private Path affinityFile(int number) {
        return files.path("proc/irq/" + number + "/smp_affinity_list");
    }
}
