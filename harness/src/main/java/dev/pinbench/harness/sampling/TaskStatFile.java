package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;

/**
 * {@code /proc/<pid>/task/<tid>/stat} (fs/proc/array.c, do_task_stat). The name stands in parentheses and may itself hold
 * parentheses, blanks and line ends, so the fields are counted from the last closing one.
 */
final class TaskStatFile {

    private static final int STATE = 3;
    private static final int FLAGS = 9;
    private static final int USER_TIME = 14;
    private static final int SYSTEM_TIME = 15;
    private static final int NUM_THREADS = 20;
    private static final int START_TIME = 22;
    private static final int PROCESSOR = 39;

    /** The name is made in 64 bytes, the last of them a zero (proc_task_name): behind that there is none of its parentheses. */
    private static final int MOST_NAME_BYTES = 63;

    private static final long CLOSINGS = Digits.eightTimes(')');

    /** PF_KTHREAD (include/linux/sched.h). */
    private static final long KERNEL_THREAD = 0x0020_0000;

    private int commFrom;
    private int commTo;
    private long flags;
    private long cpuTicks;
    private long threads;
    private long startTime;
    private int processor;

    void parse(KernelText text) throws KernelFileException {
        byte[] bytes = text.bytes();
        int open = 0;
        while (open < text.length() && bytes[open] != '(') {
            open++;
        }
        int close = Digits.last(CLOSINGS, bytes, open, Math.min(text.length(), open + 1 + MOST_NAME_BYTES + 1));
        if (close <= open) {
            throw text.expected("a task's name in parentheses", KernelFileException.NO_CPU);
        }
        commFrom = open + 1;
        commTo = close;
        text.moveTo(close + 1);
        text.skipWords(FLAGS - STATE);
        flags = text.decimal("field 9, flags", KernelFileException.NO_CPU);
        text.skipWords(USER_TIME - FLAGS - 1);
        cpuTicks = text.decimal("field 14, utime", KernelFileException.NO_CPU);
        cpuTicks += text.decimal("field 15, stime", KernelFileException.NO_CPU);
        text.skipWords(NUM_THREADS - SYSTEM_TIME - 1);
        threads = text.decimal("field 20, num_threads", KernelFileException.NO_CPU);
        text.skipWords(START_TIME - NUM_THREADS - 1);
        startTime = text.decimal("field 22, starttime", KernelFileException.NO_CPU);
        text.skipWords(PROCESSOR - START_TIME - 1);
        processor = text.toCpu(text.decimal("field 39, processor", KernelFileException.NO_CPU));
    }

    /** Where the name begins in the text's bytes. */
    int commFrom() {
        return commFrom;
    }

    int commTo() {
        return commTo;
    }

    /** The name, given the text that was parsed last. */
    String comm(KernelText text) {
        return new String(text.bytes(), commFrom, commTo - commFrom, StandardCharsets.UTF_8);
    }

    boolean kernelThread() {
        return (flags & KERNEL_THREAD) != 0;
    }

    /** User and system time so far in USER_HZ units: of all threads if this is the file of a process. */
    long cpuTicks() {
        return cpuTicks;
    }

    /** Threads of the whole process, the same in the file of each of its threads. */
    long threads() {
        return threads;
    }

    /** Clock ticks after boot; tells a task from a later one with the same number. */
    long startTime() {
        return startTime;
    }

    /** The CPU it last ran on. */
    int processor() {
        return processor;
    }
}
