package dev.pinbench.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> lines = new ArrayList<>();

    @Test
    void everyLineIsHandedOnTheLastWithoutABreakToo() throws Exception {
        LineStream.run(List.of("printf", "a\\n\\nb c"), PATIENCE, lines::add);
        assertThat(lines).containsExactly("a", "", "b c");
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        LineStream.run(List.of("head", "-c", "1000000", "/dev/zero"), PATIENCE, lines::add);
        assertThat(lines).singleElement().asString().hasSize(65_536);
    }

    @Test
    void aFailureHoldsWhatTheProgramSaid() {
        assertThatThrownBy(() -> LineStream.run(List.of("sh", "-c", "echo why >&2; exit 4"), PATIENCE, lines::add))
                .isInstanceOf(CommandException.class)
                .hasMessageEndingWith("exit status 4: why");
    }

    @Test
    void whoDoesNotEndInTimeIsKilled() {
        assertThatThrownBy(() -> LineStream.run(List.of("sleep", "600"), Duration.ofMillis(100), lines::add))
                .isInstanceOf(CommandTimeoutException.class)
                .hasMessageContaining("did not end within");
    }
}
