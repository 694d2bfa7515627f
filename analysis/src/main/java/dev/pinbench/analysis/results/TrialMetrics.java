package dev.pinbench.analysis.results;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one trial. Shares are 0…1 of one core over the measured window. {@code null} means that the number
 * could not be had, never that it was zero.
 *
 * @param goodputBps bits per second of payload that the receiver got, as iperf3 counts it, warm-up left out
 * @param interfaceRxBps bits per second that arrived at the receiving endpoint's interface over the measured window,
 *     headers included
 * @param retransmits TCP segments sent again, all streams
 * @param udpLostShare share of UDP datagrams lost; {@code null} for TCP
 * @param negotiatedMssBytes maximum segment size in force on the connection, as the kernel says
 * @param bytesPerPacket bytes per packet at the receiving endpoint's interface; far above the MSS means super-packets
 * @param cpuSecondsPerGigabyte busy CPU seconds over all cores for 10⁹ bytes of goodput
 * @param clientCoreSoftirqShare softirq share of the client's core (inline and ksoftirqd)
 * @param serverCoreSoftirqShare softirq share of the server's core
 * @param softirqShareMax largest softirq share over all cores
 * @param softirqShareSource {@code tick} or {@code ns}
 * @param softirqShareStandardError sampling error of {@code softirqShareMax} from the tick; {@code null} if exact
 * @param ksoftirqdRunShareMax largest run share of any ksoftirqd, exact
 * @param ksoftirqdWaitShareMax largest run-queue wait of any ksoftirqd as a share of time, exact
 * @param netRxPerSecond NET_RX handler invocations per second over all cores
 * @param softnetProcessedPerSecond packets that passed the backlog or NAPI per second over all cores, counted once per
 *     device crossed
 * @param softnetDropped packets dropped for a full backlog, all cores
 * @param softnetSqueezed times that net_rx_action ran out of budget, all cores
 * @param competitorShareMax largest run share of a competitor on any core, exact; 0 only if there was none by plan
 * @param iperf3WaitShareMax largest run-queue wait of an iperf3 thread as a share of time, exact
 * @param stealShareMax largest steal share of any core
 * @param harnessShareMax largest share of a measured core that Pinbench's own threads and the programs that watch for it
 *     took, exact
 * @param harnessShares the same of each measured core, ascending; {@code null} in records from before it was kept
 * @param standardErrors of the numbers that come from ticks, but for {@code softirqShareMax}
 * @param framesInWindow frames that lie wholly in the measured window
 * @param frameGaps deadlines that the sampler missed
 * @param budgets where the time of each core went
 * @param napiThreadRunShareMax largest run share of a thread that polls an interface of the trial, exact; {@code null} if
 *     none ran, and in older files
 * @param runTimeSource where the run times of tasks are from; {@code null} if no task was seen, and in records from before it was
 *     kept: those are from {@code schedstat}
 */
public record TrialMetrics(
        @Nullable Double goodputBps,
        @Nullable Double interfaceRxBps,
        @Nullable Long retransmits,
        @Nullable Double udpLostShare,
        @Nullable Integer negotiatedMssBytes,
        @Nullable Double bytesPerPacket,
        @Nullable Double cpuSecondsPerGigabyte,
        @Nullable Double clientCoreSoftirqShare,
        @Nullable Double serverCoreSoftirqShare,
        @Nullable Double softirqShareMax,
        @Nullable String softirqShareSource,
        @Nullable Double softirqShareStandardError,
        @Nullable Double ksoftirqdRunShareMax,
        @Nullable Double ksoftirqdWaitShareMax,
        @Nullable Double netRxPerSecond,
        @Nullable Double softnetProcessedPerSecond,
        @Nullable Long softnetDropped,
        @Nullable Long softnetSqueezed,
        @Nullable Double competitorShareMax,
        @Nullable Double iperf3WaitShareMax,
        @Nullable Double stealShareMax,
        @Nullable Double harnessShareMax,
        @Nullable List<CoreShare> harnessShares,
        StandardErrors standardErrors,
        @Nullable Integer framesInWindow,
        @Nullable Integer frameGaps,
        List<BudgetShares> budgets,
        @Nullable Double napiThreadRunShareMax,
        @Nullable RunTimeSource runTimeSource) {

    public TrialMetrics {
        standardErrors = standardErrors == null ? StandardErrors.UNKNOWN : standardErrors; // records from before
        harnessShares = harnessShares == null ? null : List.copyOf(harnessShares);
        budgets = List.copyOf(budgets);
    }

    /** The metrics of a trial that moved no traffic: nothing is known. */
    public static TrialMetrics unknown() {
        return new TrialMetrics(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                StandardErrors.UNKNOWN,
                null,
                null,
                List.of(),
                null,
                null);
    }
}
