package dev.pinbench.harness.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names a machine without telling which one it is. */
final class MachineId {

    private static final String SALT = "pinbench:";

    private MachineId() {}

    /**
     * Hex SHA-256 of {@code /etc/machine-id}; where that is absent or not filled in, of the processor model, the number
     * of CPUs and the DMI product uuid as far as readable; {@code null} if not even the model is known.
     */
    static @Nullable String read(HostFiles files, @Nullable String cpuModel, int cpus) {
        Optional<String> id = files.text("etc/machine-id").filter(text -> text.matches("[0-9a-fA-F]{32}"));
        if (id.isPresent()) {
            return digest(id.get());
        }
        if (cpuModel == null) {
            return null;
        }
        String uuid = files.text("sys/class/dmi/id/product_uuid").orElse("");
        return digest(cpuModel + "\n" + cpus + "\n" + uuid);
    }

    private static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest((SALT + text).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must provide SHA-256", e);
        }
    }
}
