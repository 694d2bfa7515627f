package dev.pinbench.harness.sampling;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One pass over all tasks of the machine in search of co-runners: which frames it was spread over and what it cost.
 * Co-runners that a frame shows were found by the last pass that ended before it.
 *
 * @param firstFrame the frame after which the pass began; -1 for the pass before the baseline
 * @param lastFrame the frame after which it ended
 * @param tasks how many tasks were looked at
 * @param walkNanos time the sampler's thread spent on it, ns
 */
public record CoRunnerPass(int firstFrame, int lastFrame, int tasks, long walkNanos) {

    private static final String HEADER = "pass,first_frame,last_frame,tasks,walk_nanos\n";

    /** Name of the table in the folder of a trial. */
    public static final String FILE = "co-runners.csv";

    /** The table of {@code passes}, numbered from 1, as CSV. */
    public static byte[] table(List<CoRunnerPass> passes) {
        StringBuilder table = new StringBuilder(HEADER);
        for (int i = 0; i < passes.size(); i++) {
            CoRunnerPass pass = passes.get(i);
            table.append(i + 1)
                    .append(',')
                    .append(pass.firstFrame)
                    .append(',')
                    .append(pass.lastFrame)
                    .append(',')
                    .append(pass.tasks)
                    .append(',')
                    .append(pass.walkNanos)
                    .append('\n');
        }
        return table.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
