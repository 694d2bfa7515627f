package dev.pinbench.harness.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void outputPastTheLimitIsAnErrorAndNotACut() throws Exception {
        Drain drain = Drain.start(new ByteArrayInputStream(new byte[11]), "test", 10);

        assertThat(drain.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(() -> drain.text("cat: its standard output"))
                .isInstanceOf(CommandException.class)
                .hasMessage("cat: its standard output is longer than 10 bytes; it was not kept whole");
    }

    @Test
    void outputUpToTheLimitIsKept() throws Exception {
        Drain drain = Drain.start(new ByteArrayInputStream(new byte[10]), "test", 10);

        assertThat(drain.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(drain.text("it")).hasSize(10);
    }
}
