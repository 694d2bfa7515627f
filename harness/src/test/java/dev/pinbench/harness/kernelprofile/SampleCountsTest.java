package dev.pinbench.harness.kernelprofile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pinbench.analysis.kernelprofile.KernelSymbols;
import dev.pinbench.analysis.results.KernelClass;
import dev.pinbench.analysis.results.KernelProfile;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleCountsTest {
    private final SampleCounts counts = new SampleCounts(KernelSymbols.builtIn());

    private static Sample sample(String comm, String... kernel) {
        return new Sample(comm, 1, 0, 0, List.of(kernel), kernel.length == 0);
    }

    @Test
    void aSampleCountsAtTheFunctionThatRanWhoeverCalledIt() {
        counts.add(sample("a;b\n", "veth_xmit", "br_forward"));
        counts.add(sample("a;b\n", "veth_xmit", "br_forward"));
        counts.add(sample(""));
        KernelProfile profile = counts.profile();
        assertThat(profile.rows())
                .containsExactly(
                        new KernelProfile.Row(0, KernelClass.VETH, "veth_xmit", 2),
                        new KernelProfile.Row(0, KernelClass.USER, "(user)", 1));
        assertThat(profile.stacks())
                .containsEntry("a:b\\n;br_forward;veth_xmit", 2L)
                .containsEntry("(no name);(user)", 1L);
    }

    @Test
    void thereIsALimitToTheNumberOfChainsButNoneToTheirCount() {
        for (int i = 0; i < SampleCounts.MOST_STACKS + 5; i++) {
            counts.add(sample("t" + i, "veth_xmit"));
        }
        counts.add(sample("t0", "veth_xmit"));
        KernelProfile profile = counts.profile();
        assertThat(profile.stacks())
                .hasSize(SampleCounts.MOST_STACKS + 1)
                .containsEntry("(further call chains)", 5L)
                .containsEntry("t0;veth_xmit", 2L);
        assertThat(profile.samples()).isEqualTo(SampleCounts.MOST_STACKS + 6);
    }
}
