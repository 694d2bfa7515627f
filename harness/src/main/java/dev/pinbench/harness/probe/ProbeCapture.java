package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.ProbeRow;
import java.util.List;

/**
 * What the probe saw.
 *
 * @param rows in the order of reading
 * @param gaps what it could not see, one sentence each
 */
public record ProbeCapture(List<ProbeRow> rows, List<String> gaps) {

    public ProbeCapture {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
    }
}
