package dev.pinbench.harness.profile;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The published schema {@code profiles/profile.schema.json}, which is also a resource beside this class. It knows what
 * a key may hold; its descriptions are the "expected …" of the messages.
 */
final class ProfileSchema {

    static final String RESOURCE = "profile.schema.json";

    private final JsonNode document;
    private final Schema schema;

    ProfileSchema() {
        String text = resourceText();
        this.document = new JsonMapper().readTree(text);
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    private static String resourceText() {
        try (InputStream in = ProfileSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the jar", e);
        }
    }

    /** Adds everything about {@code tree} that the schema does not allow. */
    void check(ProfileTree tree, Problems problems) {
        for (Error error : schema.validate(tree.root())) {
            String pointer = error.getInstanceLocation().toString();
            String keyword = String.valueOf(error.getKeyword());
            JsonPointer rule =
                    JsonPointer.compile(error.getSchemaLocation().getFragment().toString());
            switch (keyword) {
                case "additionalProperties" -> unknownKey(tree, pointer, error.getProperty(), rule, problems);
                case "required" -> problems.add(tree.origin(pointer), missingKey(pointer, error.getProperty(), rule));
                default -> problems.add(tree.origin(pointer), wrongValue(tree, pointer, keyword, rule));
            }
        }
    }

    private void unknownKey(ProfileTree tree, String pointer, String key, JsonPointer rule, Problems problems) {
        Collection<String> known = document.at(rule.head()).path("properties").propertyNames();
        String where = pointer.isEmpty() ? "" : " in " + ProfileTree.dotted(pointer);
        problems.add(
                tree.keyOrigin(ProfileTree.child(pointer, key)),
                "unknown key " + Words.quote(key) + where + "; expected one of " + String.join(", ", known)
                        + Words.suggest(key, known));
    }

    private String missingKey(String pointer, String key, JsonPointer rule) {
        JsonPointer property = rule.head().appendProperty("properties").appendProperty(key);
        String where = pointer.isEmpty() ? "" : " in " + ProfileTree.dotted(pointer);
        return "the key \"" + key + "\" is missing" + where + "; expected " + expected(property);
    }

    private String wrongValue(ProfileTree tree, String pointer, String keyword, JsonPointer rule) {
        JsonNode value = tree.root().at(pointer);
        JsonNode around = document.at(rule.head());
        String what = switch (keyword) {
            case "minimum" -> " is too small";
            case "maximum" -> " is too large";
            default -> " is not allowed";
        };
        return ProfileTree.dotted(pointer) + ": " + Words.show(value) + what + "; expected " + expected(rule.head())
                + suggestion(value, candidates(around));
    }

    private static String suggestion(JsonNode value, List<String> candidates) {
        if (value.isBoolean() && candidates.contains("on")) {
            return "; write \"" + (value.booleanValue() ? "on" : "off") + "\"";
        }
        return value.isString() ? Words.suggest(value.stringValue(), candidates) : "";
    }

    private static List<String> candidates(JsonNode rule) {
        List<String> words = new ArrayList<>();
        for (String keyword : List.of("enum", "examples")) {
            for (JsonNode word : rule.path(keyword)) {
                if (word.isString()) {
                    words.add(word.stringValue());
                }
            }
        }
        return words;
    }

    /** The description nearest to a rule: its own, or that of the rule around it. */
    private String expected(JsonPointer rule) {
        for (JsonPointer at = rule; at != null; at = at.head()) {
            JsonNode description = document.at(at).path("description");
            if (description.isString()) {
                return description.stringValue();
            }
        }
        throw new IllegalStateException("no description in " + RESOURCE);
    }
}
