package dev.pinbench.harness.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one output stream of a process to its end on a thread of its own, so that a full pipe never stops the process.
 * Keeps at most {@code limit} bytes and reads on past that, so that the process still runs to its end.
 */
final class Drain {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean ended;
    private boolean exceeded;
    private @Nullable IOException failure;

    private Drain(int limit) {
        this.limit = limit;
    }

    static Drain start(InputStream stream, String name, int limit) {
        Drain drain = new Drain(limit);
        Thread thread = new Thread(() -> drain.readAll(stream), name);
        thread.setDaemon(true);
        thread.start();
        return drain;
    }

    private void readAll(InputStream stream) {
        byte[] buffer = new byte[16 * 1024];
        try (stream) {
            int n = stream.read(buffer);
            while (n >= 0) {
                keep(buffer, n);
                n = stream.read(buffer);
            }
            end(null);
        } catch (IOException e) {
            end(e);
        }
    }

    private synchronized void keep(byte[] buffer, int n) {
        int room = Math.min(n, limit - kept.size());
        kept.write(buffer, 0, room);
        exceeded |= room < n;
        notifyAll();
    }

    private synchronized void end(@Nullable IOException e) {
        failure = e;
        ended = true;
        notifyAll();
    }

    /** Waits for the end of the stream; {@code false} if it did not come in time. */
    boolean awaitEnd(Duration timeout) throws InterruptedException {
        return await(() -> ended, timeout);
    }

    /** Waits until the text so far satisfies {@code ready}; {@code false} if the stream or the time ended first. */
    synchronized boolean awaitText(Predicate<String> ready, Duration timeout) throws InterruptedException {
        await(() -> ended || ready.test(soFar()), timeout);
        return ready.test(soFar());
    }

    private synchronized boolean await(BooleanSupplier done, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!done.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
        return true;
    }

    private synchronized String soFar() {
        return kept.toString(StandardCharsets.UTF_8);
    }

    /** The whole text. */
    synchronized String text(String what) throws CommandException {
        if (exceeded) {
            throw new CommandException(what + " is longer than " + limit + " bytes; it was not kept whole");
        }
        if (failure != null) {
            throw new CommandException(what + " could not be read to its end", null, failure);
        }
        return soFar();
    }
}
