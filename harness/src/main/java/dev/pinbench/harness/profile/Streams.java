package dev.pinbench.harness.profile;

/**
 * A level of {@code streams}: how many flows a trial has at once, and who carries them.
 *
 * @param processes iperf3 client processes, each with a server of its own
 * @param parallel flows in each process ({@code iperf3 -P})
 */
public record Streams(int processes, int parallel) {

    /** The most flows that iperf3 takes in one process (MAX_STREAMS in iperf_api.h), and the most processes here. */
    public static final int MOST = 128;

    public Streams {
        if (processes < 1 || processes > MOST || parallel < 1 || parallel > MOST) {
            throw new IllegalArgumentException("the number of streams is not between 1 and " + MOST);
        }
    }

    /**
     * Reads a canonical level: {@code 1}, {@code parallel:4} or {@code processes:4}; a bare number counts flows in one
     * process.
     *
     * @throws IllegalArgumentException if the text is no such level
     */
    public static Streams of(String level) {
        int colon = level.indexOf(':');
        try {
            int count = Integer.parseInt(level.substring(colon + 1));
            return switch (colon < 0 ? "parallel" : level.substring(0, colon)) {
                case "parallel" -> new Streams(1, count);
                case "processes" -> new Streams(count, 1);
                default -> throw new NumberFormatException(level);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + level + "\" is no streams level; expected 1, parallel:N or processes:N", e);
        }
    }

    /** {@code 1}, {@code parallel:4} or {@code processes:4}. */
    public String canonical() {
        if (processes > 1) {
            return "processes:" + processes;
        }
        return parallel > 1 ? "parallel:" + parallel : "1";
    }
}
