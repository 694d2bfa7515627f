package dev.pinbench.harness.probe;

import dev.pinbench.analysis.results.ProbeRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What the probe saw.
 *
 * @param rows in the order of reading, those of switches last
 * @param gaps what it could not see, one sentence each
 */
public record ProbeCapture(List<ProbeRow> rows, List<String> gaps) {

    public ProbeCapture {
        rows = List.copyOf(rows);
        gaps = List.copyOf(gaps);
    }

    /** The same with more of both behind. */
    ProbeCapture with(List<ProbeRow> moreRows, List<String> moreGaps) {
        List<ProbeRow> allRows = new ArrayList<>(rows);
        allRows.addAll(moreRows);
        List<String> allGaps = new ArrayList<>(gaps);
        allGaps.addAll(moreGaps);
        return new ProbeCapture(allRows, allGaps);
    }
}
