package dev.pinbench.harness.calibrate;

import dev.pinbench.analysis.results.DurableFiles;
import dev.pinbench.analysis.results.HostFacts;
import dev.pinbench.analysis.results.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The calibration that lies in a folder of results. */
public final class CalibrationStore {
    private static final String FILE = "calibration.json";

    private final Path file;

    public CalibrationStore(Path results) {
        this.file = results.resolve(FILE);
    }

    /** Where it lies, or would. */
    public Path file() {
        return file;
    }

    /**
     * Fails if it could not be written, before anything is measured for it.
     *
     * @throws CalibrationException names the folder
     */
    public void requireWritable() throws CalibrationException {
        Path folder = file.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        if (folder == null || !Files.isWritable(folder)) {
            throw new CalibrationException(file + ": cannot be written: " + folder + " is not yours to write");
        }
    }

    /** Puts {@code calibration} in the place of the one before. */
    public void write(Calibration calibration) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        DurableFiles.replace(file, calibration.toJson());
    }

    /**
     * What a run on {@code host} under {@code here} is to say of it, one sentence that tells how it was made otherwise; empty if
     * there is none or it is of another machine or kernel. A file that cannot be read is said, too: it must not keep anybody from measuring.
     */
    public Optional<String> citation(HostFacts host, Conditions here) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Calibration calibration = read();
            return calibration.isOf(host) ? Optional.of(CalibrationText.citation(calibration, here)) : Optional.empty();
        } catch (IOException e) {
            return Optional.of("no calibration cited: " + e.getMessage());
        }
    }

    private Calibration read() throws IOException {
        byte[] content = Files.readAllBytes(file);
        try {
            JsonNode json = Json.mapper().readTree(content);
            JsonNode version = json.path("schemaVersion");
            if (!version.isInt() || version.intValue() != Calibration.SCHEMA_VERSION) {
                throw new CalibrationException(file + ": expected schemaVersion " + Calibration.SCHEMA_VERSION
                        + ", found " + (version.isMissingNode() ? "none" : version) + "; calibrate again");
            }
            return Json.mapper().treeToValue(json, Calibration.class);
        } catch (JacksonException e) {
            throw new CalibrationException(
                    file + ": is no calibration (" + e.getOriginalMessage() + "); calibrate again", e);
        }
    }
}
