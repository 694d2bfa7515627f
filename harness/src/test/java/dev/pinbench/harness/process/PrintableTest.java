package dev.pinbench.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void whateverCouldSteerATerminalIsEscaped() {
        assertThat(Printable.escape("a\u001b[2Jb\r\n\t\u0007\u009b\u202e\u2028\\"))
                .isEqualTo("a\\u001b[2Jb\\r\\n\\t\\u0007\\u009b\\u202e\\u2028\\\\");
    }

    @Test
    void ordinaryTextOfAnyScriptStaysReadable() {
        assertThat(Printable.escape("tmux: server (überwacht) 負荷")).isEqualTo("tmux: server (überwacht) 負荷");
    }

    @Test
    void argumentVectorsAreQuotedForReading() {
        assertThat(Printable.argv(List.of("ip", "link", "a b", "", "it's", "x\ny")))
                .isEqualTo("ip link 'a b' '' 'it'\\''s' 'x\\ny'");
    }
}
