package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.Factor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lays the options of the command line over a profile, before it is checked. */
final class OverrideReader {

    private static final List<String> DOTTED = List.of(
            "endpoints.client",
            "endpoints.server",
            "traffic.duration",
            "traffic.omit",
            "traffic.rate",
            "traffic.reverse",
            "traffic.window",
            "traffic.length",
            "traffic.mtu",
            "sampling.rate",
            "sampling.probe",
            "sampling.profile");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,18}");

    private final ProfileTree tree;
    private final Problems problems;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;

    OverrideReader(ProfileTree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    void apply(Overrides overrides) {
        overrides.sets().forEach(this::set);
        Integer blocks = overrides.blocks();
        if (blocks != null) {
            put("blocks", nodes.numberNode(blocks), Origin.of("--blocks " + blocks));
        }
        Long seed = overrides.seed();
        if (seed != null) {
            put("seed", nodes.numberNode(seed), Origin.of("--seed " + seed));
        }
        String duration = overrides.duration();
        if (duration != null) {
            put("traffic.duration", nodes.stringNode(duration), Origin.of("--duration " + Words.plain(duration)));
        }
    }

    private void set(String argument) {
        Origin origin = Origin.of("--set " + Words.plain(argument));
        int equals = argument.indexOf('=');
        if (equals < 1) {
            problems.add(origin, "there is no \"=\"; expected factor=levels, such as --set mss=536,1448");
            return;
        }
        String name = argument.substring(0, equals).strip();
        String value = argument.substring(equals + 1).strip();
        List<String> labels = Arrays.stream(Factor.values()).map(Factor::label).toList();
        if (!labels.contains(name) && !DOTTED.contains(name)) {
            List<String> known = new ArrayList<>(labels);
            known.addAll(DOTTED);
            problems.add(
                    origin,
                    "unknown factor " + Words.quote(name) + "; expected one of " + String.join(", ", known)
                            + Words.suggest(name, known));
            return;
        }
        if (value.isEmpty()) {
            problems.add(origin, "there is nothing behind \"=\"; expected a value, such as --set mss=536,1448");
            return;
        }
        forgetOtherForms(name);
        try {
            put(labels.contains(name) ? "vary." + name : name, value(name, value), origin);
        } catch (ProfileException e) {
            problems.add(origin, e.problems().get(0));
        }
    }

    /** What the command line says replaces the profile's in either form, and what was said before it. */
    private void forgetOtherForms(String name) {
        ShortForms.POINTERS.forEach((factor, pointer) -> {
            if (name.equals(factor.label())) {
                remove(pointer);
            } else if (name.equals(ProfileTree.dotted(pointer))) {
                remove(ProfileTree.child("/vary", factor.label()));
            }
        });
    }

    private void remove(String pointer) {
        int key = pointer.lastIndexOf('/');
        if (tree.root().at(pointer.substring(0, key)) instanceof ObjectNode map) {
            map.remove(pointer.substring(key + 1));
        }
    }

    private JsonNode value(String name, String text) {
        if (text.startsWith("[") || text.startsWith("{")) {
            return flow(text);
        }
        if (DOTTED.contains(name)) {
            return scalar(text);
        }
        List<String> levels =
                name.equals(Factor.OFFLOAD.label()) ? offloadLevels(text) : Arrays.asList(text.split(",", -1));
        if (levels.size() == 1) {
            return scalar(levels.get(0));
        }
        ArrayNode list = nodes.arrayNode();
        levels.forEach(level -> list.add(scalar(level.strip())));
        return list;
    }

    /** A value in YAML's flow style, read as the only value of a document. */
    private static JsonNode flow(String text) {
        ObjectNode document;
        try {
            document = YamlReader.read("value: " + text, "value").root();
        } catch (ProfileException e) {
            throw new ProfileException(e.problems().get(0).replaceFirst("^value[:0-9]*: ", ""));
        }
        if (document.size() != 1) {
            throw new ProfileException("there is more than one YAML value; expected a list or a map on one line");
        }
        return document.path("value");
    }

    private static List<String> offloadLevels(String text) {
        List<String> levels = new ArrayList<>();
        boolean inMap = false;
        for (String part : text.split(",", -1)) {
            boolean isSwitch = part.contains("=");
            if (isSwitch && inMap) {
                int last = levels.size() - 1;
                levels.set(last, levels.get(last) + "," + part.strip());
            } else {
                levels.add(part.strip());
            }
            inMap = isSwitch;
        }
        return levels;
    }

    private JsonNode scalar(String text) {
        if (WHOLE_NUMBER.matcher(text).matches()) {
            return nodes.numberNode(Long.parseLong(text));
        }
        return switch (text) {
            case "true" -> nodes.booleanNode(true);
            case "false" -> nodes.booleanNode(false);
            default -> nodes.stringNode(text);
        };
    }

    private void put(String dotted, JsonNode value, Origin origin) {
        ObjectNode into = tree.root();
        String pointer = "";
        String key = dotted;
        int dot = dotted.indexOf('.');
        if (dot > 0) {
            String outer = dotted.substring(0, dot);
            key = dotted.substring(dot + 1);
            pointer = ProfileTree.child(pointer, outer);
            if (into.get(outer) instanceof ObjectNode existing) {
                into = existing;
            } else if (into.has(outer)) {
                // The file has something else here; the schema names it with its own position.
                return;
            } else {
                into = into.putObject(outer);
            }
        }
        into.set(key, value);
        tree.replaceBelow(ProfileTree.child(pointer, key), origin);
    }
}
