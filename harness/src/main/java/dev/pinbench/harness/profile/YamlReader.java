package dev.pinbench.harness.profile;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Text to {@link ProfileTree}: YAML 1.2 as Jackson's parser reads it, keeping the position of each token. Aliases are
 * refused, which also bounds what a small file can grow to; so are repeated keys and a second document.
 */
final class YamlReader {

    private static final int DEEPEST = 16;

    private final YAMLParser parser;
    private final String source;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    private YamlReader(YAMLParser parser, String source) {
        this.parser = parser;
        this.source = source;
    }

    /**
     * Reads a whole profile.
     *
     * @param source how the file is named in messages
     * @throws ProfileException if the text is not one YAML mapping, repeats a key, or uses an alias
     */
    static ProfileTree read(String text, String source) {
        try (YAMLParser parser = (YAMLParser) new YAMLMapper().createParser(text)) {
            YamlReader reader = new YamlReader(parser, source);
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new ProfileException(source + ": the file is empty; expected a profile, a YAML mapping");
            }
            Origin start = reader.here();
            if (first != JsonToken.START_OBJECT) {
                throw reader.wrong("this is not a YAML mapping; expected keys such as name, vary, traffic, blocks");
            }
            ProfileTree tree = new ProfileTree(JsonNodeFactory.instance.objectNode(), start);
            reader.fill(tree.root(), tree, "", 1);
            if (parser.nextToken() != null) {
                throw reader.wrong("a second YAML document begins; expected one profile in a file");
            }
            return tree;
        } catch (JacksonException e) {
            throw notYaml(e, source);
        }
    }

    private static ProfileException notYaml(JacksonException e, String source) {
        TokenStreamLocation at = e.getLocation();
        String position = at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
        // The parser's text repeats the position and a piece of the file in indented lines.
        String reason = String.valueOf(e.getOriginalMessage())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .map(String::strip)
                .collect(Collectors.joining(", "));
        return new ProfileException(source + position + ": not YAML: " + Words.plain(reason));
    }

    private void fill(ObjectNode into, ProfileTree tree, String pointer, int depth) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Origin keyAt = here();
            if (into.has(key)) {
                Origin first = tree.keyOrigin(ProfileTree.child(pointer, key));
                throw wrong("the key " + Words.quote(key) + " is given twice; it stands in line " + first.line()
                        + " already");
            }
            String child = ProfileTree.child(pointer, key);
            tree.putKey(child, keyAt);
            into.set(key, value(parser.nextToken(), tree, child, depth));
        }
    }

    private void fill(ArrayNode into, ProfileTree tree, String pointer, int depth) {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            into.add(value(token, tree, ProfileTree.child(pointer, into.size()), depth));
        }
    }

    private JsonNode value(@Nullable JsonToken token, ProfileTree tree, String pointer, int depth) {
        if (token == null) {
            throw wrong("the file ends inside a value");
        }
        if (parser.isCurrentAlias()) {
            throw wrong("an alias (*" + Words.plain(parser.getString()) + ") is used; profiles do not take aliases");
        }
        if (depth > DEEPEST) {
            throw wrong("values are nested more than " + DEEPEST + " deep");
        }
        tree.put(pointer, here());
        return switch (token) {
            case START_OBJECT -> {
                ObjectNode object = nodes.objectNode();
                fill(object, tree, pointer, depth + 1);
                yield object;
            }
            case START_ARRAY -> {
                ArrayNode array = nodes.arrayNode();
                fill(array, tree, pointer, depth + 1);
                yield array;
            }
            // No key takes a fraction as a number; as text it is shown as it was written.
            case VALUE_STRING, VALUE_NUMBER_FLOAT -> nodes.stringNode(parser.getString());
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_TRUE, VALUE_FALSE -> nodes.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> nodes.nullNode();
            default -> throw wrong("this kind of YAML value is not taken");
        };
    }

    private Origin here() {
        TokenStreamLocation at = parser.currentTokenLocation();
        return new Origin(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
    }

    private ProfileException wrong(String text) {
        return new ProfileException(here().text() + ": " + text);
    }
}
