package dev.pinbench.harness.profile;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile as data before it is checked, with the origin of every value. Values are named by JSON pointer (RFC 6901);
 * the origin of a key stands under the pointer of its value with {@link #KEY} behind it.
 *
 * @param root the mapping
 * @param origins origin by pointer; the root's pointer is empty
 */
record ProfileTree(ObjectNode root, Map<String, Origin> origins) {

    /** Cannot end a JSON pointer, where {@code ~} is always followed by 0 or 1. */
    private static final String KEY = "~";

    ProfileTree(ObjectNode root, Origin whole) {
        this(root, new HashMap<>());
        origins.put("", whole);
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }

    void put(String pointer, Origin origin) {
        origins.put(pointer, origin);
    }

    void putKey(String pointer, Origin origin) {
        origins.put(pointer + KEY, origin);
    }

    /** Everything at and below {@code pointer} comes from {@code origin} from now on. */
    void replaceBelow(String pointer, Origin origin) {
        origins.keySet().removeIf(p -> p.startsWith(pointer + "/"));
        put(pointer, origin);
        putKey(pointer, origin);
    }

    /** The origin of the value at {@code pointer}, or of the nearest value around it that has one. */
    Origin origin(String pointer) {
        for (String p = pointer; !p.isEmpty(); p = p.substring(0, p.lastIndexOf('/'))) {
            Origin origin = origins.get(p);
            if (origin != null) {
                return origin;
            }
        }
        Origin whole = origins.get("");
        if (whole == null) {
            throw new IllegalStateException("the root has no origin");
        }
        return whole;
    }

    /** The origin of the key that leads to {@code pointer}. */
    Origin keyOrigin(String pointer) {
        Origin origin = origins.get(pointer + KEY);
        return origin == null ? origin(pointer) : origin;
    }

    /** A pointer as people write it: {@code vary.mss}, {@code exclude[0].path}. */
    static String dotted(String pointer) {
        StringBuilder dotted = new StringBuilder();
        for (String part : pointer.split("/", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            if (part.chars().allMatch(Character::isDigit)) {
                dotted.append('[').append(part).append(']');
            } else {
                dotted.append(dotted.isEmpty() ? "" : ".")
                        .append(Words.plain(part.replace("~1", "/").replace("~0", "~")));
            }
        }
        return dotted.isEmpty() ? "profile" : dotted.toString();
    }
}
