package dev.pinbench.harness.inspect;

import dev.pinbench.harness.host.HostFiles;
import dev.pinbench.harness.host.Privileges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at the way of a packet from inside a target to the wire. It reads, and changes nothing. */
public final class Inspector {

    /**
     * Stands for every address that takes the default route: of a block reserved for documentation (RFC 5737), so no
     * other route should have it.
     */
    public static final String ANYWHERE = "192.0.2.1";

    private final Namespaces namespaces;
    private final List<String> notes = new ArrayList<>();

    private Inspector(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /**
     * Follows a packet and reads everything on its way.
     *
     * @param spec the target as the user wrote it
     * @param to numeric address that the packet goes to
     * @param interval over which counters are read; empty for none
     * @throws TargetException if there is no such target
     * @throws InspectException if the machine lacks something that looking needs
     */
    public static Inspection inspect(String spec, Target target, String to, Optional<Duration> interval)
            throws TargetException, InspectException, InterruptedException {
        boolean privileged = Privileges.read(HostFiles.live(), null).mode() == Privileges.Mode.ROOT;
        Inspector inspector = new Inspector(Namespaces.find(privileged));
        return inspector.inspect(spec, inspector.namespace(target), to, interval);
    }

    private NetNamespace namespace(Target target) throws TargetException, InspectException, InterruptedException {
        if (target instanceof Target.Pid process) {
            return namespaces.ofProcess(process.number());
        }
        if (target instanceof Target.Netns named) {
            return namespaces.named(named.name());
        }
        return namespaces.ofProcess(Containers.pid((Target.Container) target));
    }

    private Inspection inspect(String spec, NetNamespace start, String to, Optional<Duration> interval)
            throws InspectException, InterruptedException {
        Way way = Walk.follow(namespaces, start, to);
        Map<Long, Map<String, Settings>> settings = new LinkedHashMap<>();
        for (NetNamespace namespace : crossed(way)) {
            settings.put(namespace.inode(), SettingsReader.read(namespace, names(way, namespace), notes));
        }
        Counting counting = interval.isEmpty() ? null : Counting.over(crossed(way), interval.get());
        List<Hop> hops = new ArrayList<>();
        for (Step step : way.steps()) {
            hops.add(hop(
                    step,
                    settings.getOrDefault(step.namespace().inode(), Map.of())
                            .getOrDefault(step.device().name(), Settings.UNKNOWN),
                    counting == null ? null : counting.of(step)));
        }
        return new Inspection(
                spec,
                way.to(),
                way.from(),
                hops,
                way.end(),
                way.complete(),
                List.of(),
                List.of(),
                notes,
                counting == null ? null : counting.seconds());
    }

    private static Hop hop(Step step, Settings settings, Hop.@Nullable Counts counts) {
        Device device = step.device();
        return new Hop(
                step.namespace().label(),
                step.namespace().inode(),
                device.name(),
                device.link().index(),
                device.kind(),
                step.sends(),
                step.encapsulated(),
                step.how(),
                device.up(),
                device.mtuBytes(),
                device.mac(),
                device.addresses(),
                device.link().master(),
                device.qdisc(),
                device.tunnel(),
                settings,
                device.xdp(),
                List.of(),
                counts);
    }

    private static Set<NetNamespace> crossed(Way way) {
        Set<NetNamespace> crossed = new LinkedHashSet<>();
        way.steps().forEach(step -> crossed.add(step.namespace()));
        return crossed;
    }

    private static Set<String> names(Way way, NetNamespace namespace) {
        Set<String> names = new LinkedHashSet<>();
        way.steps().stream()
                .filter(step -> step.namespace().equals(namespace))
                .forEach(step -> names.add(step.device().name()));
        return names;
    }
}
