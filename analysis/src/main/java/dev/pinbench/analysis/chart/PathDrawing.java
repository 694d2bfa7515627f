package dev.pinbench.analysis.chart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ways of packets through namespaces, to be drawn from top to bottom. Every text may be of unknown origin.
 *
 * @param title what is drawn
 * @param columns a title for each column of counts, at least one
 * @param ways one below the other
 */
public record PathDrawing(String title, List<String> columns, List<Way> ways) {

    public PathDrawing {
        columns = List.copyOf(columns);
        ways = List.copyOf(ways);
    }

    /**
     * The drawing as a file of SVG.
     *
     * @param id begins the ids in it: lower-case letters, digits and hyphens only
     * @throws IOException if Java finds no font to measure with
     */
    public String svg(String id) throws IOException {
        return Fonts.required(
                () -> FigureWriter.XML + PathFigure.of(id, "", this).svg());
    }

    /**
     * One way.
     *
     * @param heading who talks to whom
     * @param upwards whether the data goes from the last hop to the first
     * @param hops interfaces in order; neighbours of the same place are drawn in one box
     * @param end how the way ends, in words; {@code null} if that goes without saying
     */
    public record Way(
            String heading,
            boolean upwards,
            List<Hop> hops,
            @Nullable String end) {
        public Way {
            hops = List.copyOf(hops);
        }
    }

    /**
     * An interface.
     *
     * @param place its namespace
     * @param name its own name
     * @param notes further lines about it, what kind it is first
     * @param cells for each column; {@code null} where that column has nothing of it
     */
    public record Hop(String place, String name, List<String> notes, List<@Nullable Cell> cells) {
        public Hop {
            notes = List.copyOf(notes);
            cells = Collections.unmodifiableList(new ArrayList<>(cells));
        }
    }

    /**
     * How an interface was set up, and what it counted.
     *
     * @param mtuBytes its MTU; {@code null} if unknown
     * @param switches its offloads, those that are known
     * @param flow packets over it; {@code null} if they were not counted
     * @param warning what went wrong at it, such as drops; {@code null} if nothing did
     */
    public record Cell(
            @Nullable Integer mtuBytes,
            List<Switch> switches,
            @Nullable Flow flow,
            @Nullable String warning) {
        public Cell {
            switches = List.copyOf(switches);
        }
    }

    /** An offload by its short name, and whether it is on. */
    public record Switch(String name, boolean on) {}

    /**
     * Packets over an interface, in one direction.
     *
     * @param packetsPerSecond packets; super-packets count once
     * @param bitsPerSecond bits, with the headers that the interface counts
     */
    public record Flow(double packetsPerSecond, double bitsPerSecond) {

        /** Bytes of a packet, on average; 0 if there was none. */
        double bytesPerPacket() {
            return packetsPerSecond > 0 ? bitsPerSecond / 8 / packetsPerSecond : 0;
        }
    }
}
