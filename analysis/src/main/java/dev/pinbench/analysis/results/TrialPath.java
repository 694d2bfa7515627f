package dev.pinbench.analysis.results;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code path.json}: the interfaces between client and server of a trial, and what each counted in the measured window.
 *
 * @param schemaVersion version of this file, see {@link #SCHEMA_VERSION}
 * @param complete whether these are all interfaces that packets cross; else only both ends are known
 * @param countedNanos the time that the counts are of, ns: the frames that lie wholly in the measured window; {@code null} if
 *     none does
 * @param hops in order from client to server
 */
public record TrialPath(
        int schemaVersion, boolean complete, @Nullable Long countedNanos, List<Hop> hops) {

    /** Version that this program writes. */
    public static final int SCHEMA_VERSION = 1;

    /** Name of the file in the folder of a trial. */
    public static final String FILE = "path.json";

    public TrialPath {
        hops = List.copyOf(hops);
    }

    /** A way whose interfaces were not counted yet. */
    public static TrialPath uncounted(boolean complete, List<Hop> hops) {
        return new TrialPath(SCHEMA_VERSION, complete, null, hops);
    }

    /**
     * An interface that packets cross, in whichever direction.
     *
     * @param namespace name of the node or pod, as {@code net.csv.gz} has it
     * @param interfaceName its name, untrusted
     * @param kind driver's word, such as {@code veth} or {@code bridge}; {@code null} if that was not asked
     * @param works what is done to packets there beyond handing them on, a few words each
     * @param rx what it received; {@code null} if that is not known for the whole of {@code countedNanos}
     * @param tx what it sent; {@code null} likewise
     */
    public record Hop(
            String namespace,
            String interfaceName,
            @Nullable String kind,
            List<String> works,
            @Nullable Counts rx,
            @Nullable Counts tx) {

        public Hop {
            Objects.requireNonNull(namespace, "namespace");
            Objects.requireNonNull(interfaceName, "interfaceName");
            works = List.copyOf(works);
        }

        /** The same interface with what it counted. */
        public Hop counting(@Nullable Counts newRx, @Nullable Counts newTx) {
            return new Hop(namespace, interfaceName, kind, works, newRx, newTx);
        }
    }

    /**
     * Increases of an interface's counters in one direction.
     *
     * @param bytes as the interface counts them
     * @param packets a super-packet counts once
     * @param dropped packets that the interface dropped
     */
    public record Counts(long bytes, long packets, long dropped) {}
}
