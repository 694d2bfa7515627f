package dev.pinbench.harness.sampling;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every task of the machine, kernel threads included, one small step at a time, and tells which ran since it
 * last came by. A step opens one or two files. The threads of a process are only gone through if its CPU time, which its
 * stat gives for all of them in USER_HZ units, has moved.
 */
final class TaskWalk implements Closeable {

    /** Of one core; what runs less is nobody's cause. */
    private static final double LEAST_SHARE = 0.001;

    /** PID_MAX_LIMIT (include/linux/threads.h). */
    private static final int MOST_PID = 4 << 20;

    private final Path procRoot;
    private final IntPredicate excluded;
    private final KernelText text = new KernelText();
    private final SchedstatFile times = new SchedstatFile();
    private final TaskStatFile facts = new TaskStatFile();
    private final Map<Integer, Seen> processesSeen = new HashMap<>();
    private final List<BusyTask> busy = new ArrayList<>();

    private @Nullable DirectoryStream<Path> processes;
    private @Nullable Iterator<Path> nextProcess;
    private @Nullable DirectoryStream<Path> threads;
    private @Nullable Iterator<Path> nextThread;
    private Map<Integer, Seen> threadsSeen = Map.of();
    private int pid;
    private int pass;
    private int visited;

    /** A task as it was when the walk last came by; of a process also its threads, if there are several. */
    private static final class Seen {
        private long runNanos = Counters.MISSING;
        private long at;
        private long processTicks = Counters.MISSING;
        private boolean manyThreads;
        private int pass;
        private final Map<Integer, Seen> threads = new HashMap<>();
    }

    /** Leaves out the processes for whose number {@code excluded} holds. */
    TaskWalk(Path procRoot, IntPredicate excluded) {
        this.procRoot = procRoot;
        this.excluded = excluded;
    }

    /**
     * Looks at one more task, or opens one more folder.
     *
     * @return whether that was the last one of this pass; the next call then begins a new one
     * @throws IOException if the tasks cannot be listed
     */
    boolean step() throws IOException {
        try {
            if (nextProcess == null) {
                begin();
            } else if (nextThread != null) {
                visitThread(nextThread);
            } else if (nextProcess.hasNext()) {
                int number = number(nextProcess.next());
                if (number > 0 && !excluded.test(number)) {
                    visitProcess(number);
                }
            } else {
                end();
                return true;
            }
            return false;
        } catch (DirectoryIteratorException e) {
            if (nextThread == null) {
                throw e.getCause();
            }
            closeThreads(); // the process ended while its threads were listed
            return false;
        }
    }

    /** Tasks that ran, as far as this pass has come; all of them once it has ended. */
    List<BusyTask> busy() {
        return busy;
    }

    /** Tasks looked at in this pass. */
    int visited() {
        return visited;
    }

    @SuppressWarnings({"MustBeClosedChecker", "StreamResourceLeak"}) // closed when the pass ends, or with this
    private void begin() throws IOException {
        pass++;
        visited = 0;
        busy.clear();
        DirectoryStream<Path> stream = Files.newDirectoryStream(procRoot);
        processes = stream;
        nextProcess = stream.iterator();
    }

    private void end() throws IOException {
        close();
        forgetEnded(processesSeen);
    }

    private void forgetEnded(Map<Integer, Seen> tasks) {
        tasks.values().removeIf(task -> task.pass != pass);
    }

    private void visitProcess(int number) {
        visited++;
        pid = number;
        Path folder = procRoot.resolve(Integer.toString(number));
        try {
            Seen process = processesSeen.computeIfAbsent(number, key -> new Seen());
            process.pass = pass;
            boolean known = process.runNanos != Counters.MISSING;
            double share = share(folder, process);
            // a thread that is alone cannot start another without running itself
            if (known && share == 0 && !process.manyThreads) {
                return;
            }
            readFacts(folder);
            process.manyThreads = facts.threads() > 1;
            if (!process.manyThreads) {
                note(number, share);
            } else if (facts.cpuTicks() != process.processTicks) {
                process.processTicks = facts.cpuTicks();
                openThreads(folder.resolve("task"), process.threads);
            }
        } catch (IOException e) {
            processesSeen.remove(number); // ended meanwhile, or not ours to see
        }
    }

    @SuppressWarnings({"MustBeClosedChecker", "StreamResourceLeak"}) // closed after its last thread, or with this
    private void openThreads(Path folder, Map<Integer, Seen> known) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(folder);
        threads = stream;
        nextThread = stream.iterator();
        threadsSeen = known;
    }

    private void visitThread(Iterator<Path> folders) throws IOException {
        if (!folders.hasNext()) {
            forgetEnded(threadsSeen);
            closeThreads();
            return;
        }
        Path folder = folders.next();
        int tid = number(folder);
        visited++;
        try {
            Seen thread = threadsSeen.computeIfAbsent(tid, key -> new Seen());
            thread.pass = pass;
            double share = share(folder, thread);
            if (share >= LEAST_SHARE) {
                readFacts(folder);
                note(tid, share);
            }
        } catch (IOException e) {
            threadsSeen.remove(tid); // ended meanwhile
        }
    }

    /** Share of one core since the walk last came by; 0 where it never did, or where the times are another task's. */
    private double share(Path folder, Seen task) throws IOException {
        try (KernelFile file = KernelFile.openRecord(folder.resolve("schedstat"))) {
            file.read(text);
        }
        times.parse(text);
        long now = System.nanoTime();
        long ran = Counters.increase64(task.runNanos, times.runNanos());
        double share = ran == Counters.MISSING ? 0 : (double) ran / (now - task.at);
        task.runNanos = times.runNanos();
        task.at = now;
        return share;
    }

    private void readFacts(Path folder) throws IOException {
        try (KernelFile file = KernelFile.openRecord(folder.resolve("stat"))) {
            file.read(text);
        }
        facts.parse(text);
    }

    private void note(int tid, double share) {
        if (share >= LEAST_SHARE) {
            busy.add(new BusyTask(pid, tid, facts.processor(), share));
        }
    }

    /** The number that a folder is named by, or 0 if it is no task's. */
    private static int number(Path folder) {
        String name = folder.getFileName().toString();
        int value = 0;
        for (int i = 0; i < name.length(); i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9' || value > MOST_PID) {
                return 0;
            }
            value = 10 * value + (digit - '0');
        }
        return value;
    }

    private void closeThreads() throws IOException {
        nextThread = null;
        DirectoryStream<Path> stream = threads;
        threads = null;
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public void close() throws IOException {
        closeThreads();
        nextProcess = null;
        DirectoryStream<Path> stream = processes;
        processes = null;
        if (stream != null) {
            stream.close();
        }
    }
}
