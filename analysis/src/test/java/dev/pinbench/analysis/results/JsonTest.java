package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {

    private record Sample(String zulu, int alpha) {}

    @Test
    void keysAreInTheOrderOfTheRecordAndTheTextEndsWithANewline() {
        String text = new String(Json.write(new Sample("ü\n\u2028", 1)), StandardCharsets.UTF_8);

        assertThat(text).startsWith("{\n  \"zulu\"").endsWith("}\n");
        assertThat(text.indexOf("zulu")).isLessThan(text.indexOf("alpha"));
        assertThat(Json.mapper().readValue(text, Sample.class)).isEqualTo(new Sample("ü\n\u2028", 1));
    }

    @Test
    void theDigestIsOfTheContentNotOfItsLayout() {
        String compact = Json.sha256(Json.mapper().readTree("{\"a\":1,\"b\":[1,2]}"));
        String airy = Json.sha256(Json.mapper().readTree("{ \"a\" : 1,\n \"b\" : [ 1, 2 ] }"));
        String other = Json.sha256(Json.mapper().readTree("{\"a\":1,\"b\":[2,1]}"));

        assertThat(compact).isEqualTo(airy).isNotEqualTo(other).matches("[0-9a-f]{64}");
    }

    @Test
    void theDigestIsPlainSha256() {
        // SHA-256 of the two bytes {}.
        assertThat(Json.sha256(Json.mapper().readTree("{}")))
                .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }
}
