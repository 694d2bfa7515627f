package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.Privileges;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.Namespaces;
import dev.pinbench.harness.targets.NetNamespace;
import dev.pinbench.harness.targets.Target;
import dev.pinbench.harness.targets.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at the way of a packet from inside a target to the wire. It reads, and changes nothing. */
public final class Inspector {

    private final Namespaces namespaces;
    private final boolean privileged;
    private final List<String> notes = new ArrayList<>();

    private Inspector(Namespaces namespaces, boolean privileged) {
        this.namespaces = namespaces;
        this.privileged = privileged;
    }

    /**
     * Follows a packet and reads everything on its way.
     *
     * @param spec the target as the user wrote it
     * @param to numeric address that the packet goes to; empty for anywhere, by the default route
     * @param interval over which counters are read; empty for none
     * @throws TargetException if there is no such target
     * @throws NamespaceException if the machine lacks something that looking needs
     */
    public static Inspection inspect(String spec, Target target, Optional<String> to, Optional<Duration> interval)
            throws TargetException, NamespaceException, InterruptedException {
        boolean privileged = Privileges.read(HostFiles.live(), null).mode() == Privileges.Mode.ROOT;
        Inspector inspector = new Inspector(Namespaces.find(privileged), privileged);
        return inspector.inspect(spec, inspector.namespaces.locate(target).namespace(), to, interval);
    }

    private Inspection inspect(String spec, NetNamespace start, Optional<String> to, Optional<Duration> interval)
            throws NamespaceException, InterruptedException {
        Readers readers = new Readers(HostFiles.live(), notes);
        Way way = Walk.follow(namespaces, readers, start, to);
        Set<NetNamespace> crossed = crossed(way);
        List<NamespaceFacts> filters = new ArrayList<>();
        ProgramReader programReader = new ProgramReader(notes);
        Map<Long, Map<String, Settings>> settings = new LinkedHashMap<>();
        Map<Long, Map<Integer, List<Program>>> programs = new LinkedHashMap<>();
        for (NetNamespace namespace : crossed) {
            Set<Device> devices = devices(way, namespace);
            List<String> names = devices.stream().map(Device::name).toList();
            settings.put(namespace.inode(), SettingsReader.read(namespace, names, privileged, notes));
            programs.put(namespace.inode(), programReader.read(namespace, devices));
            filters.add(FilterReader.read(namespace, notes));
        }
        IrqReader irqsBefore = IrqReader.read(HostFiles.live());
        Counting counting = interval.isEmpty() ? null : Counting.over(crossed, interval.get());
        IrqReader irqs = counting == null ? irqsBefore : IrqReader.read(HostFiles.live());
        List<Hop> hops = new ArrayList<>();
        for (Step step : way.steps()) {
            long inode = step.namespace().inode();
            String name = step.device().name();
            Settings set = settings.getOrDefault(inode, Map.of()).getOrDefault(name, Settings.UNKNOWN);
            List<Program> attached = new ArrayList<>(step.device().xdp());
            attached.addAll(programs.getOrDefault(inode, Map.of())
                    .getOrDefault(step.device().link().index(), List.of()));
            boolean hardware = step.device().kind().equals("device") && set.busInfo() != null;
            hops.add(new Hop(
                    step.namespace().label(),
                    inode,
                    step.how(),
                    step.sends(),
                    step.encapsulated(),
                    step.device(),
                    set,
                    attached,
                    readers.of(step.namespace(), step.device()),
                    hardware ? irqs.of(name, set.busInfo(), counting == null ? null : irqsBefore) : List.of(),
                    counting == null ? null : counting.of(step)));
        }
        return new Inspection(
                spec,
                way.to(),
                to.isEmpty(),
                way.from(),
                hops,
                way.end(),
                way.complete(),
                filters,
                cilium(way),
                notes,
                counting == null ? null : counting.seconds());
    }

    /** Cilium's endpoints are told by their addresses, and by the numbers of interfaces where its agent is: on the host. */
    private Cilium cilium(Way way) throws InterruptedException {
        return new CiliumReader(notes)
                .read(
                        CiliumMaps.find(HostFiles.live()),
                        endpoint -> endpoint.address().equals(CiliumReader.canonical(way.from()))
                                || endpoint.address().equals(CiliumReader.canonical(way.to()))
                                || way.steps().stream()
                                        .filter(step -> step.namespace().isOwn())
                                        .anyMatch(step -> step.device().link().index() == endpoint.interfaceIndex()));
    }

    private static Set<NetNamespace> crossed(Way way) {
        Set<NetNamespace> crossed = new LinkedHashSet<>();
        way.steps().forEach(step -> crossed.add(step.namespace()));
        return crossed;
    }

    private static Set<Device> devices(Way way, NetNamespace namespace) {
        Set<Device> devices = new LinkedHashSet<>();
        way.steps().stream()
                .filter(step -> step.namespace().equals(namespace))
                .forEach(step -> devices.add(step.device()));
        return devices;
    }
}
