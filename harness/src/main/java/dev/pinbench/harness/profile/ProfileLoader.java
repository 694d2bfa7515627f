package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.CpuTopology;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** From a profile file to a {@link Profile}: read, overlay the options, check, fill in. */
public final class ProfileLoader {

    private static final long LARGEST_FILE_BYTES = 1 << 20;
    private static final Pattern WHOLE_NUMBER = Pattern.compile("\\d{1,9}");

    private ProfileLoader() {}

    /**
     * Loads a profile for this machine.
     *
     * @param file the YAML file
     * @param overrides what the command line changes
     * @param datapaths the datapaths that the lab can build
     * @param online the machine's online CPUs
     * @throws ProfileException if the file cannot be read, is not YAML, or says something wrong for this machine
     */
    public static Profile load(Path file, Overrides overrides, Set<String> datapaths, List<CpuTopology> online) {
        return parse(readText(file), Words.plain(file.toString()), overrides, datapaths, online);
    }

    /** As {@link #load}, with the text at hand; {@code source} names it in messages. */
    static Profile parse(
            String text, String source, Overrides overrides, Set<String> datapaths, List<CpuTopology> online) {
        if (online.isEmpty()) {
            throw new IllegalArgumentException("no CPU is online");
        }
        ProfileTree tree = YamlReader.read(text, source);
        Problems problems = new Problems();
        new OverrideReader(tree, problems).apply(overrides);
        List<Integer> cpus =
                online.stream().map(CpuTopology::cpu).sorted().distinct().toList();
        return check(tree, problems, Optional.of(new ProfileReader.Machine(Set.copyOf(datapaths), cpus)));
    }

    static Profile restore(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw new ProfileException("the stored profile is not an object");
        }
        ProfileTree tree = new ProfileTree(object.deepCopy(), Origin.of("stored profile"));
        return check(tree, new Problems(), Optional.empty());
    }

    private static Profile check(ProfileTree tree, Problems problems, Optional<ProfileReader.Machine> machine) {
        numbersFromText(tree.root());
        new ProfileSchema().check(tree, problems);
        problems.throwIfAny();
        return new ProfileReader(tree, problems, machine).read();
    }

    /** Quoted numbers among levels count as numbers, so that one range check fits both. */
    private static void numbersFromText(ObjectNode root) {
        if (root.get("vary") instanceof ObjectNode vary) {
            numbersIn(vary);
        }
        for (JsonNode exclude : root.path("exclude")) {
            if (exclude instanceof ObjectNode levels) {
                numbersIn(levels);
            }
        }
    }

    private static void numbersIn(ObjectNode byFactor) {
        byFactor.properties().forEach(entry -> {
            if (entry.getValue() instanceof ArrayNode list) {
                for (int i = 0; i < list.size(); i++) {
                    list.set(i, number(list.get(i)));
                }
            } else {
                entry.setValue(number(entry.getValue()));
            }
        });
    }

    private static JsonNode number(JsonNode node) {
        boolean isNumber =
                node.isString() && WHOLE_NUMBER.matcher(node.stringValue()).matches();
        return isNumber ? JsonNodeFactory.instance.numberNode(Integer.parseInt(node.stringValue())) : node;
    }

    private static String readText(Path file) {
        String name = Words.plain(file.toString());
        if (Files.isDirectory(file)) {
            throw new ProfileException(name + ": this is a directory; expected a profile file such as first-look.yaml");
        }
        if (!Files.exists(file)) {
            throw new ProfileException(
                    name + ": there is no such file; expected a profile such as profiles/first-look.yaml");
        }
        if (!Files.isRegularFile(file)) {
            throw new ProfileException(name + ": this is not a regular file; expected a profile, a YAML file");
        }
        byte[] bytes;
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE_BYTES) {
                throw new ProfileException(name + ": the file has " + size
                        + " bytes; expected a profile, a YAML file of at most " + LARGEST_FILE_BYTES + " bytes");
            }
            bytes = Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new ProfileException(name + ": the file may not be read; expected read permission for this user");
        } catch (IOException e) {
            throw new ProfileException(
                    name + ": the file cannot be read: " + Words.plain(String.valueOf(e.getMessage())));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw new ProfileException(name + ": the file is not UTF-8 text; expected a profile, a YAML file");
        }
        throw new ProfileException(name + ": the file is binary; expected a profile, a YAML file");
    }
}
