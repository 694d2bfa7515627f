package dev.pinbench.harness.kernelprofile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored of a trial's kernel profile.
 *
 * @param files attachments by name; empty if there is no profile
 * @param summary event, rate, cores and number of samples, in words; {@code null} if there is no profile
 * @param flags what a reader must know about it, one sentence each
 */
public record ProfileResult(
        Map<String, byte[]> files, @Nullable String summary, List<String> flags) {

    public ProfileResult {
        files = Map.copyOf(files);
        flags = List.copyOf(flags);
    }

    static ProfileResult none() {
        return new ProfileResult(Map.of(), null, List.of());
    }

    static ProfileResult failed(String reason) {
        return new ProfileResult(Map.of(), null, List.of("no kernel profile: " + reason));
    }
}
