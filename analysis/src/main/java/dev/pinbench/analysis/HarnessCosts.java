package dev.pinbench.analysis;

import dev.pinbench.analysis.model.HarnessCost;
import dev.pinbench.analysis.results.CoreShare;
import dev.pinbench.analysis.results.TrialRecord;
import dev.pinbench.analysis.results.TrialStatus;
import dev.pinbench.analysis.stats.Robust;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Pinbench itself took of each core over a run; of invalid trials, too, since it is no matter of their validity. */
final class HarnessCosts {

    private HarnessCosts() {}

    static List<HarnessCost> of(List<TrialRecord> trials) {
        Map<Integer, List<Double>> byCpu = new TreeMap<>();
        for (TrialRecord trial : trials) {
            List<CoreShare> shares = trial.metrics().harnessShares();
            if (trial.status() == TrialStatus.DONE && shares != null) {
                shares.forEach(core -> byCpu.computeIfAbsent(core.cpu(), c -> new ArrayList<>())
                        .add(core.share()));
            }
        }
        List<HarnessCost> costs = new ArrayList<>();
        byCpu.forEach((cpu, shares) -> {
            double[] values = shares.stream().mapToDouble(Double::doubleValue).toArray();
            costs.add(new HarnessCost(
                    cpu,
                    values.length,
                    Robust.median(values),
                    shares.stream().mapToDouble(Double::doubleValue).max().orElseThrow()));
        });
        return costs;
    }
}
