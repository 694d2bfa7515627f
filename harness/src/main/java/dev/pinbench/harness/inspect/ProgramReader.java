package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.KernelRelease;
import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.ToolJson;
import dev.pinbench.harness.process.CommandException;
import dev.pinbench.harness.process.CommandResult;
import dev.pinbench.harness.process.Commands;
import dev.pinbench.harness.process.Executables;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Finds the BPF programs on the interfaces of a namespace: by bpftool, else what tc tells. */
final class ProgramReader {
    private static final String BPFTOOL = "bpftool";
    private static final String NO_BPFTOOL =
            "bpftool is not installed: programs attached by tcx or netkit are unknown, and of"
                    + " XDP and tc only what ip and tc tell; apt-get install bpftool";

    private final List<String> notes;

    /** @param notes gets a sentence for what cannot be told */
    ProgramReader(List<String> notes) {
        this.notes = notes;
    }

    /** The programs that are not XDP, which {@code ip} tells, by number of the interface. */
    Map<Integer, List<Program>> read(NetNamespace namespace, Collection<Device> devices)
            throws NamespaceException, InterruptedException {
        Optional<Map<Integer, List<Program>>> told = Optional.empty();
        if (Executables.find(BPFTOOL).isEmpty()) {
            note(NO_BPFTOOL);
        } else {
            noteVersion();
            told = bpftool(namespace);
        }
        return told.isPresent() ? told.get() : tc(namespace, devices);
    }

    private Optional<Map<Integer, List<Program>>> bpftool(NetNamespace namespace)
            throws NamespaceException, InterruptedException {
        List<String> argv = List.of(BPFTOOL, "-j", "net", "show");
        try {
            CommandResult result = namespace.run(argv);
            if (result.exitCode() != 0) {
                note(namespace.failure(argv, result));
                return Optional.empty();
            }
            return Optional.of(parse(result.stdout()));
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    /** What {@code bpftool -j net show} prints: before 7.3 a program's number is {@code id}, then {@code prog_id}. */
    static Map<Integer, List<Program>> parse(String json) throws LinkException {
        Map<Integer, List<Program>> programs = new LinkedHashMap<>();
        for (JsonNode each : ToolJson.array("bpftool net show", json).path(0).path("tc")) {
            // Not by name: bpftool writes a backslash in it as a line feed.
            Integer device = Program.number(each.path("ifindex"));
            if (device != null) {
                programs.computeIfAbsent(device, index -> new ArrayList<>())
                        .add(new Program(
                                each.path("kind").asString("tc"),
                                Program.number(each.has("prog_id") ? each.path("prog_id") : each.path("id")),
                                Program.text(each.path("name"))));
            }
        }
        return programs;
    }

    private static Map<Integer, List<Program>> tc(NetNamespace namespace, Collection<Device> devices)
            throws NamespaceException, InterruptedException {
        Map<Integer, List<Program>> programs = new LinkedHashMap<>();
        for (Device device : devices) {
            List<Program> found = new ArrayList<>();
            for (String direction : List.of("ingress", "egress")) {
                List<String> argv = List.of("tc", "-j", "filter", "show", "dev", device.name(), direction);
                try {
                    found.addAll(filters(direction, namespace.output(argv)));
                } catch (LinkException e) {
                    throw new NamespaceException(e);
                }
            }
            programs.put(device.link().index(), found);
        }
        return programs;
    }

    /** The filters of kind bpf in what {@code tc -j filter show} prints; each comes twice, once without its options. */
    static List<Program> filters(String direction, String json) throws LinkException {
        List<Program> programs = new ArrayList<>();
        for (JsonNode each : ToolJson.array("tc filter", json)) {
            JsonNode options = each.path("options");
            if ("bpf".equals(each.path("kind").asString("")) && options.isObject()) {
                programs.add(new Program(
                        "clsact/" + direction,
                        Program.number(options.path("prog").path("id")),
                        Program.text(options.path("bpf_name"))));
            }
        }
        return programs;
    }

    /** Kernels from 6.6 on attach programs by tcx, which bpftool tells from 7.3 on. */
    private void noteVersion() throws NamespaceException, InterruptedException {
        boolean tcx = KernelRelease.parse(Objects.requireNonNullElse(System.getProperty("os.version"), ""))
                .filter(release -> release.isAtLeast(6, 6))
                .isPresent();
        if (!tcx) {
            return;
        }
        try {
            CommandResult result = Commands.run(List.of(BPFTOOL, "-j", "version"), Duration.ofSeconds(10));
            String version = ToolJson.read("bpftool version", result.stdout().isBlank() ? "{}" : result.stdout())
                    .path("version")
                    .asString("");
            if (KernelRelease.parse(version)
                    .filter(each -> each.isAtLeast(7, 3))
                    .isEmpty()) {
                note("bpftool " + version + " does not tell of programs attached by tcx or netkit; 7.3 or later does");
            }
        } catch (CommandException e) {
            throw NamespaceException.of(e);
        } catch (LinkException e) {
            throw new NamespaceException(e);
        }
    }

    private void note(String sentence) {
        if (!notes.contains(sentence)) {
            notes.add(sentence);
        }
    }
}
