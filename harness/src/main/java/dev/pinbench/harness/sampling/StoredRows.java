package dev.pinbench.harness.sampling;

import dev.pinbench.analysis.results.CpuRow;
import dev.pinbench.analysis.results.FrameTime;
import dev.pinbench.analysis.results.IrqRow;
import dev.pinbench.analysis.results.NetRow;
import dev.pinbench.analysis.results.Rows;
import dev.pinbench.analysis.results.TaskRole;
import dev.pinbench.analysis.results.TaskRow;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Makes records of the rows in a log, one at a time, whenever somebody goes through them. */
final class StoredRows {

    private final FrameTime[] frames;

    /** Of {@code frames}, each at the place of its number. */
    StoredRows(FrameTime[] frames) {
        this.frames = frames.clone();
    }

    Rows<CpuRow> cpu(RowLog log) {
        return rows(log, cursor -> {
            long[] increases = new long[CpuTable.WIDTH];
            cursor.nextSparse(increases);
            return new CpuRow(frames[cursor.frame()], cursor.key(), increases);
        });
    }

    Rows<IrqRow> irq(RowLog log, List<String> names) {
        return rows(
                log,
                cursor -> new IrqRow(frames[cursor.frame()], cursor.key(), names.get(cursor.nextInt()), cursor.next()));
    }

    Rows<TaskRow> task(RowLog log, List<String> names, List<TaskRole> roles) {
        return rows(
                log,
                cursor -> new TaskRow(
                        frames[cursor.frame()],
                        roles.get(cursor.nextInt()),
                        cursor.key(),
                        names.get(cursor.nextInt()),
                        cursor.nextInt(),
                        cursor.next(),
                        cursor.next(),
                        orMissing(cursor.next())));
    }

    private static long orMissing(long oneMore) {
        return oneMore == 0 ? Counters.MISSING : oneMore - 1;
    }

    /** {@code interfaces} has the names of each namespace. */
    Rows<NetRow> net(RowLog log, List<String> namespaces, List<List<String>> interfaces) {
        long[] increases = new long[NetDevFile.WIDTH];
        return rows(log, cursor -> {
            int namespace = cursor.nextInt();
            cursor.nextSparse(increases);
            return new NetRow(
                    frames[cursor.frame()],
                    namespaces.get(namespace),
                    interfaces.get(namespace).get(cursor.key()),
                    increases[0],
                    increases[1],
                    increases[2],
                    increases[3],
                    increases[4],
                    increases[5]);
        });
    }

    /** As many rows as there are now; what is appended later is not among them. */
    private static <R> Rows<R> rows(RowLog log, Function<RowLog.Cursor, R> record) {
        int count = log.rows();
        return () -> new Iterator<>() {
            private final RowLog.Cursor cursor = log.cursor();
            private int made;

            @Override
            public boolean hasNext() {
                return made < count;
            }

            @Override
            public R next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                cursor.begin();
                made++;
                return record.apply(cursor);
            }
        };
    }
}
