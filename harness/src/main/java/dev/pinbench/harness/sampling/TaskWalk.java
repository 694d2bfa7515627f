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
 * last came by. A step reads one or two files; those that every pass reads stay open, up to a number: opening and closing
 * takes several times as long as reading. The threads of a process are only gone through if its CPU time, which its stat
 * gives for all of them in USER_HZ units, has moved.
 *
 * <p>A folder is listed again only if a number was given to a task since: the last field of loadavg has the latest one
 * (fs/proc/loadavg.c), which comes again once all numbers have been used.
 */
final class TaskWalk implements Closeable {

    /** Of one core; what runs less is nobody's cause. */
    private static final double LEAST_SHARE = 0.001;

    /** PID_MAX_LIMIT (include/linux/threads.h). */
    private static final int MOST_PID = 4 << 20;

    /** A quarter of the files that most machines let a process open. */
    private static final int MOST_OPEN = 256;

    private static final long NEVER_LISTED = -2;

    private final Path procRoot;
    private final NewestTask newestTask;
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
    private @Nullable Seen threadsOf;
    private IntPredicate excluded = pid -> false;
    private int pid;
    private int pass;
    private int visited;
    private int open;
    private long newest = Counters.MISSING;
    private boolean settled;
    private long listedAtNewest = NEVER_LISTED;

    /** A task as it was when the walk last came by; of a process also its threads, if there are several. */
    private static final class Seen {
        private final Path folder;
        private final Path schedstat;
        private final Path stat;
        private long runNanos = Counters.MISSING;
        private long at;
        private long processTicks = Counters.MISSING;
        private boolean manyThreads;
        private int pass;
        private @Nullable KernelFile openSchedstat;

        private long threadsListedAtNewest = NEVER_LISTED;

        /** Of its own only where it has several. */
        private Map<Integer, Seen> threads = Map.of();

        private Seen(Path folder) {
            this.folder = folder;
            schedstat = folder.resolve("schedstat");
            stat = folder.resolve("stat");
        }
    }

    TaskWalk(Path procRoot) {
        this.procRoot = procRoot;
        this.newestTask = new NewestTask(procRoot);
    }

    /** From now on leaves out the processes for whose number {@code numbers} holds. */
    void exclude(IntPredicate numbers) {
        excluded = numbers;
        listedAtNewest = NEVER_LISTED; // what was left out until now may be looked at from now on
    }

    /** Whether a pass has begun and not ended. */
    boolean underWay() {
        return nextProcess != null;
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
                Path folder = nextProcess.next();
                int number = number(folder);
                if (number > 0 && !excluded.test(number)) {
                    visitProcess(number, folder);
                }
            } else {
                end();
                return true;
            }
            return false;
        } catch (DirectoryIteratorException e) {
            if (nextThread == null) {
                closeFolders(); // the next step begins a new pass
                listedAtNewest = NEVER_LISTED;
                throw e.getCause();
            }
            listThreadsAgain();
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
        long before = newest;
        newest = newestTask.read(text);
        settled = newest == before;
        if (isListed(listedAtNewest)) {
            nextProcess = folders(processesSeen);
            return;
        }
        DirectoryStream<Path> stream = Files.newDirectoryStream(procRoot);
        processes = stream;
        nextProcess = stream.iterator();
        listedAtNewest = listed();
    }

    /**
     * What a list that is made now has. A number is given before its task can be listed (alloc_pid in kernel/pid.c), so only a
     * list is trusted that is made when none was given for a pass.
     */
    private long listed() {
        return settled ? newest : NEVER_LISTED;
    }

    /** Whether a list that was made when {@code then} was the newest task has all that there are. */
    private boolean isListed(long then) {
        return newest != Counters.MISSING && newest == then;
    }

    private static Iterator<Path> folders(Map<Integer, Seen> tasks) {
        List<Path> folders = new ArrayList<>(tasks.size());
        for (Seen task : tasks.values()) {
            folders.add(task.folder);
        }
        return folders.iterator();
    }

    private void end() throws IOException {
        closeFolders();
        forgetEnded(processesSeen);
    }

    private void forgetEnded(Map<Integer, Seen> tasks) {
        tasks.values().removeIf(task -> {
            boolean ended = task.pass != pass;
            if (ended) {
                forget(task);
            }
            return ended;
        });
    }

    /** Closes what is open of a task and its threads. */
    private void forget(@Nullable Seen task) {
        if (task == null) {
            return;
        }
        task.threads.values().forEach(this::forget);
        KernelFile file = task.openSchedstat;
        task.openSchedstat = null;
        if (file != null) {
            open--;
            try {
                file.close();
            } catch (IOException e) {
                // it was only read from: nothing can be lost, and there is no frame to note it in
                return;
            }
        }
    }

    private void visitProcess(int number, Path folder) {
        visited++;
        pid = number;
        try {
            Seen process = seen(processesSeen, number, folder);
            boolean known = process.runNanos != Counters.MISSING;
            double share = share(process);
            // a thread that is alone cannot start another without running itself
            if (known && share == 0 && !process.manyThreads) {
                return;
            }
            readFacts(process);
            process.manyThreads = facts.threads() > 1;
            if (!process.manyThreads) {
                process.threads.values().forEach(this::forget);
                process.threads = Map.of();
                process.threadsListedAtNewest = NEVER_LISTED;
                note(number, share);
            } else if (facts.cpuTicks() != process.processTicks) {
                process.processTicks = facts.cpuTicks();
                if (process.threads.isEmpty()) {
                    process.threads = new HashMap<>();
                }
                goThroughThreads(process);
            }
        } catch (IOException e) {
            forget(processesSeen.remove(number)); // ended meanwhile, or not ours to see
            listedAtNewest = NEVER_LISTED; // its number may be another's by now
        }
    }

    /** The task as it was when the walk last came by; its paths are kept, as making them costs more than the rest. */
    private Seen seen(Map<Integer, Seen> tasks, int number, Path folder) {
        Seen task = tasks.get(number);
        if (task == null) {
            task = new Seen(folder);
            tasks.put(number, task);
        }
        task.pass = pass;
        return task;
    }

    @SuppressWarnings({"MustBeClosedChecker", "StreamResourceLeak"}) // closed after its last thread, or with this
    private void goThroughThreads(Seen process) throws IOException {
        if (isListed(process.threadsListedAtNewest)) {
            nextThread = folders(process.threads);
        } else {
            DirectoryStream<Path> stream = Files.newDirectoryStream(process.folder.resolve("task"));
            threads = stream;
            nextThread = stream.iterator();
            process.threadsListedAtNewest = listed();
        }
        threadsSeen = process.threads;
        threadsOf = process;
    }

    private void listThreadsAgain() {
        if (threadsOf != null) {
            threadsOf.threadsListedAtNewest = NEVER_LISTED;
        }
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
            Seen thread = seen(threadsSeen, tid, folder);
            double share = share(thread);
            if (share >= LEAST_SHARE) {
                readFacts(thread);
                note(tid, share);
            }
        } catch (IOException e) {
            forget(threadsSeen.remove(tid)); // ended meanwhile
            listThreadsAgain();
        }
    }

    /** Share of one core since the walk last came by; 0 where it never did, or where the times are another task's. */
    private double share(Seen task) throws IOException {
        readSchedstat(task);
        times.parse(text);
        long now = System.nanoTime();
        long ran = Counters.increase64(task.runNanos, times.runNanos());
        double share = ran == Counters.MISSING ? 0 : (double) ran / (now - task.at);
        task.runNanos = times.runNanos();
        task.at = now;
        return share;
    }

    /** An open file belongs to that task and to no later one with its number (fs/proc/inode.c holds its struct pid). */
    private void readSchedstat(Seen task) throws IOException {
        KernelFile kept = task.openSchedstat;
        if (kept != null) {
            kept.read(text);
            return;
        }
        KernelFile file = KernelFile.openRecord(task.schedstat);
        try {
            file.read(text);
        } catch (IOException e) {
            try (file) {
                throw e;
            }
        }
        if (open < MOST_OPEN) {
            open++;
            task.openSchedstat = file;
        } else {
            file.close();
        }
    }

    private void readFacts(Seen task) throws IOException {
        try (KernelFile file = KernelFile.openRecord(task.stat)) {
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
        String path = folder.toString();
        int value = 0;
        for (int i = path.lastIndexOf('/') + 1; i < path.length(); i++) {
            char digit = path.charAt(i);
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
        processesSeen.values().forEach(this::forget);
        processesSeen.clear();
        listedAtNewest = NEVER_LISTED;
        closeFolders();
    }

    private void closeFolders() throws IOException {
        closeThreads();
        nextProcess = null;
        DirectoryStream<Path> stream = processes;
        processes = null;
        if (stream != null) {
            stream.close();
        }
    }
}
