package dev.pinbench.harness.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.pinbench.analysis.results.Factor;
import dev.pinbench.harness.lab.datapath.Datapaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileSchemaTest {

    private static Path profiles() {
        String root = System.getProperty("pinbench.root");
        return Path.of(root == null ? ".." : root).resolve("profiles");
    }

    private static String published() throws IOException {
        return Files.readString(profiles().resolve("profile.schema.json"));
    }

    @Test
    void isValidJsonSchema202012() throws IOException {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        String dialect = "https://json-schema.org/draft/2020-12/schema";
        JsonNode schema = new JsonMapper().readTree(published());
        assertThat(schema.path("$schema").asString()).isEqualTo(dialect);
        assertThat(registry.getSchema(SchemaLocation.of(dialect)).validate(published(), InputFormat.JSON))
                .isEmpty();
        assertThat(registry.getSchema(SchemaLocation.of(dialect)).validate("{\"type\": 3}", InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void isTheOneInTheJar() throws IOException {
        try (InputStream in = ProfileSchema.class.getResourceAsStream(ProfileSchema.RESOURCE)) {
            assertThat(in).isNotNull().hasContent(published());
        }
    }

    @Test
    void knowsEveryFactor() throws IOException {
        JsonNode schema = new JsonMapper().readTree(published());
        List<String> labels = Arrays.stream(Factor.values()).map(Factor::label).toList();
        assertThat(schema.at("/properties/vary/properties").propertyNames()).containsExactlyElementsOf(labels);
        assertThat(schema.at("/properties/exclude/items/properties").propertyNames())
                .containsExactlyElementsOf(labels);
    }

    @ParameterizedTest
    @MethodSource
    void acceptsEveryPublishedProfileUnderItsFileName(Path file) {
        Profile profile = ProfileLoader.load(file, Overrides.none(), Datapaths.names(), Topologies.flat(2));
        assertThat(profile.name() + ".yaml").isEqualTo(String.valueOf(file.getFileName()));
        assertThat(profile.about()).isNotBlank();
        assertThat(Profile.fromJson(profile.toJson())).isEqualTo(profile);
        assertThat(profiles().resolve("README.md"))
                .content()
                .contains("[" + profile.name() + "](" + file.getFileName());
    }

    static List<Path> acceptsEveryPublishedProfileUnderItsFileName() throws IOException {
        try (Stream<Path> files = Files.list(profiles())) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
