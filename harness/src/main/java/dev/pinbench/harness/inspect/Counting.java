package dev.pinbench.harness.inspect;

import dev.pinbench.harness.links.Link;
import dev.pinbench.harness.links.LinkException;
import dev.pinbench.harness.links.LinkReader;
import dev.pinbench.harness.links.Tally;
import dev.pinbench.harness.targets.NamespaceException;
import dev.pinbench.harness.targets.NetNamespace;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What interfaces counted over an interval. */
final class Counting {

    /** An interface: its name may be used again in another namespace, and by another interface later. */
    private record Key(long namespace, String name, int index) {}

    private record Reading(Link link, @Nullable Long queueDropped) {}

    private final Map<Key, Reading> before;
    private final Map<Key, Reading> after;
    private final double seconds;

    private Counting(Map<Key, Reading> before, Map<Key, Reading> after, double seconds) {
        this.before = before;
        this.after = after;
        this.seconds = seconds;
    }

    /** Reads all counters, waits, and reads them again. */
    static Counting over(Collection<NetNamespace> namespaces, Duration interval)
            throws NamespaceException, InterruptedException {
        long start = System.nanoTime();
        Map<Key, Reading> before = read(namespaces);
        pause(interval);
        long end = System.nanoTime();
        return new Counting(before, read(namespaces), (end - start) / 1e9);
    }

    /** From the start of the first reading to the start of the second. */
    double seconds() {
        return seconds;
    }

    /** What an interface counted; {@code null} if it was made or taken away meanwhile, or a counter went backwards. */
    Hop.@Nullable Counts of(Step step) {
        Key key = new Key(
                step.namespace().inode(),
                step.device().name(),
                step.device().link().index());
        Reading first = before.get(key);
        Reading second = after.get(key);
        if (first == null || second == null) {
            return null;
        }
        Tally rx = difference(second.link().rx(), first.link().rx());
        Tally tx = difference(second.link().tx(), first.link().tx());
        Long dropped = first.queueDropped() == null || second.queueDropped() == null
                ? null
                : Long.valueOf(second.queueDropped() - first.queueDropped());
        return rx == null || tx == null ? null : new Hop.Counts(rx, tx, dropped);
    }

    private static @Nullable Tally difference(Tally later, Tally earlier) {
        Tally difference = new Tally(
                later.bytes() - earlier.bytes(),
                later.packets() - earlier.packets(),
                later.dropped() - earlier.dropped(),
                later.errors() - earlier.errors());
        boolean backwards = difference.bytes() < 0
                || difference.packets() < 0
                || difference.dropped() < 0
                || difference.errors() < 0;
        return backwards ? null : difference;
    }

    private static Map<Key, Reading> read(Collection<NetNamespace> namespaces)
            throws NamespaceException, InterruptedException {
        Map<Key, Reading> readings = new LinkedHashMap<>();
        for (NetNamespace namespace : namespaces) {
            String links = namespace.output(List.of("ip", "-j", "-d", "-s", "-s", "link"));
            String queues = namespace.output(List.of("tc", "-j", "-s", "qdisc", "show"));
            try {
                Map<String, Long> drops = LinkReader.queueDrops(namespace.label(), queues);
                for (Link link : LinkReader.links(namespace.label(), links, Map.of(), drops)) {
                    readings.put(
                            new Key(namespace.inode(), link.name(), link.index()),
                            new Reading(link, drops.get(link.name())));
                }
            } catch (LinkException e) {
                throw new NamespaceException(e);
            }
        }
        return readings;
    }

    private static void pause(Duration interval) throws InterruptedException {
        long deadline = System.nanoTime() + interval.toNanos();
        for (long left = interval.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
