package dev.pinbench.analysis.results;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The rows of one table of frames, in their order. They can be gone through again and again; where there are millions of
 * them they are made anew each time, so that they never have to be in memory all at once.
 */
public interface Rows<R> extends Iterable<R> {

    /** These rows, in a list of their own. */
    static <R> Rows<R> of(List<R> rows) {
        return new Listed<>(rows);
    }

    /** All of them, one after the other. */
    default Stream<R> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Whether there is none. */
    default boolean isEmpty() {
        return !iterator().hasNext();
    }

    /** Rows that are in memory. */
    record Listed<R>(List<R> rows) implements Rows<R> {

        public Listed {
            rows = List.copyOf(rows);
        }

        @Override
        public Iterator<R> iterator() {
            return rows.iterator();
        }
    }
}
