package dev.pinbench.harness.profile;

/** A level of {@code client-core} or {@code server-core} before the machine's CPUs are put in. */
public sealed interface CoreLevel {

    /** The level as text: {@code all}, {@code 3}, {@code same}, {@code different}, {@code spread:2}. */
    String canonical();

    /** Every online CPU. */
    record All() implements CoreLevel {
        @Override
        public String canonical() {
            return "all";
        }
    }

    /**
     * One CPU.
     *
     * @param cpu logical CPU number
     */
    record One(int cpu) implements CoreLevel {
        @Override
        public String canonical() {
            return Integer.toString(cpu);
        }
    }

    /** The CPU of the other side. */
    record Same() implements CoreLevel {
        @Override
        public String canonical() {
            return "same";
        }
    }

    /** Every online CPU but that of the other side. */
    record Different() implements CoreLevel {
        @Override
        public String canonical() {
            return "different";
        }
    }

    /**
     * CPUs that differ most in where they sit.
     *
     * @param atMost the most CPUs to choose, at least 1
     */
    record Spread(int atMost) implements CoreLevel {
        @Override
        public String canonical() {
            return "spread:" + atMost;
        }
    }

    /** Whether this names a CPU only in relation to the other side's. */
    default boolean isRelation() {
        return this instanceof Same || this instanceof Different;
    }

    /**
     * Reads one level as {@link #canonical} writes it.
     *
     * @throws IllegalArgumentException if the text is no such level
     */
    static CoreLevel of(String canonical) {
        return switch (canonical) {
            case "all" -> new All();
            case "same" -> new Same();
            case "different" -> new Different();
            default -> {
                try {
                    yield canonical.startsWith("spread:")
                            ? new Spread(Integer.parseInt(canonical.substring("spread:".length())))
                            : new One(Integer.parseInt(canonical));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "\"" + canonical + "\" is no core level; expected all, same, different, spread:N or a CPU",
                            e);
                }
            }
        };
    }
}
