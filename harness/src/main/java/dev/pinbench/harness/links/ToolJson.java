package dev.pinbench.harness.links;

import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON of iproute2 and its kin. */
public final class ToolJson {

    /**
     * iproute2 writes control characters of interface names as they are and escapes a quotation mark as {@code \'}
     * (lib/json_writer.c), neither of which JSON allows.
     */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();

    private ToolJson() {}

    /**
     * The array in {@code json}; an empty one if it is blank, which is how these programs say that there is nothing.
     *
     * @param source the program and where it ran, for the message
     * @throws LinkException if it is no JSON array
     */
    public static JsonNode array(String source, String json) throws LinkException {
        JsonNode root = json.isBlank() ? read(source, "[]") : read(source, json);
        if (root.isArray()) {
            return root;
        }
        throw new LinkException(source + ": expected a JSON array");
    }

    /**
     * Any JSON.
     *
     * @throws LinkException if it is none
     */
    public static JsonNode read(String source, String json) throws LinkException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new LinkException(source + ": expected JSON: " + e.getOriginalMessage(), e);
        }
    }
}
