package dev.pinbench.harness.capture;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * That packets are to be captured.
 *
 * @param folder where the files are kept; {@code null} if they are not to be
 * @param announce is told, in a sentence, how much is to come and where it goes
 */
public record CaptureRequest(@Nullable Path folder, Consumer<String> announce) {}
