package dev.pinbench.analysis.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.model.Association;
import dev.pinbench.analysis.model.CombinationSummary;
import dev.pinbench.analysis.model.Effect;
import dev.pinbench.analysis.model.Finding;
import dev.pinbench.analysis.model.HarnessCost;
import dev.pinbench.analysis.model.Interval;
import dev.pinbench.analysis.model.RunAnalysis;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/measurement.md knows every name that a reader of a run directory meets. */
class MeasurementPageTest {
    private static final Path PAGE =
            Path.of(System.getProperty("pinbench.root", "..")).resolve("docs/measurement.md");

    private static void assertExplains(Stream<String> names) throws IOException {
        String page = Files.readString(PAGE);
        List<String> unknown = names.filter(name -> !Pattern.compile("\\b" + Pattern.quote(name) + "\\b")
                        .matcher(page)
                        .find())
                .toList();
        assertThat(unknown)
                .as("names that docs/measurement.md does not explain")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                RunManifest.class,
                HostFacts.class,
                CpuTopology.class,
                PlannedTrial.class,
                HostChange.class,
                TrialRecord.class,
                TrialTiming.class,
                TaskPlacement.class,
                TrialMetrics.class,
                CoreShare.class,
                BudgetShares.class,
                StandardErrors.class,
                BudgetErrors.class,
                ProbeShares.class,
                ProbeShares.Core.class,
                ProbeShares.Task.class,
                TimedBudget.class,
                TrialPath.class,
                TrialPath.Hop.class,
                TrialPath.Counts.class,
                RunAnalysis.class,
                CombinationSummary.class,
                Effect.class,
                Association.class,
                Interval.class,
                Finding.class,
                HarnessCost.class
            })
    void explainsTheFieldsOfRecords(Class<?> type) throws IOException {
        assertExplains(Arrays.stream(type.getRecordComponents()).map(component -> component.getName()));
    }

    @Test
    void explainsTheColumnsOfTrials() throws IOException {
        assertExplains(columns(TrialsCsv.header()));
    }

    @Test
    void explainsTheColumnsOfFrames() throws IOException {
        Frames none = Frames.none();
        List<DurableFiles.Content> tables = List.of(
                to -> FrameTables.cpu(none.cpu(), to),
                to -> FrameTables.irq(none.irq(), to),
                to -> FrameTables.task(none.task(), to),
                to -> FrameTables.net(none.net(), to));
        for (DurableFiles.Content table : tables) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            table.writeTo(bytes);
            assertExplains(columns(new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray())).readAllBytes()));
        }
    }

    private static Stream<String> columns(byte[] csv) {
        return Stream.of(new String(csv, StandardCharsets.UTF_8).strip().split(",", -1));
    }
}
