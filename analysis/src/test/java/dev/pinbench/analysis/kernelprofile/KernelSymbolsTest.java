package dev.pinbench.analysis.kernelprofile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pinbench.analysis.results.KernelClass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelSymbolsTest {
    private final KernelSymbols symbols = KernelSymbols.builtIn();

    @ParameterizedTest
    @CsvSource({
        "_copy_from_iter,DATA_COPY",
        "tcp_v4_rcv,TCP_IP",
        "nf_conntrack_in,NETFILTER",
        "br_nf_pre_routing,NETFILTER",
        "br_handle_frame_finish,BRIDGE",
        "veth_xmit,VETH",
        "vxlan_rcv,VXLAN",
        "__netif_receive_skb_core.constprop.0,NETWORK_DEVICE",
        "tcp_wfree,SKB",
        "__alloc_skb,SKB",
        "kmem_cache_alloc_noprof,MEMORY",
        "_raw_spin_lock,LOCKING",
        "__pv_queued_spin_lock_slowpath,LOCKING",
        "finish_task_switch.isra.0,SCHEDULING",
        "handle_softirqs,IRQ",
        "pv_native_safe_halt,IDLE",
        "do_syscall_64,SYSTEM_CALL",
        "a_function_that_nobody_wrote,OTHER",
        "[unknown],OTHER",
        ".,OTHER",
        "_,OTHER",
    })
    void aFunctionHasTheClassOfTheLongestPatternThatFits(String symbol, KernelClass expected) {
        assertThat(symbols.classOf(symbol)).isEqualTo(expected);
    }

    @Test
    void everyClassOfKernelWorkHasPatterns() {
        List<KernelClass> wanted = Arrays.stream(KernelClass.values())
                .filter(c -> c != KernelClass.OTHER && c != KernelClass.USER)
                .toList();
        assertThat(symbols.entries())
                .extracting(KernelSymbols.Entry::kernelClass)
                .containsAll(wanted)
                .doesNotContain(KernelClass.OTHER, KernelClass.USER);
    }

    @Test
    void noPatternIsOutOfReach() {
        assertThat(symbols.entries()).allSatisfy(entry -> {
            boolean open = entry.pattern().endsWith("*");
            String name = open ? entry.pattern().replace("*", "zz") : entry.pattern();
            assertThat(symbols.match(name)).as(entry.pattern()).contains(entry);
        });
    }

    @Test
    void aRepeatedPatternAndADamagedLineAreRefusedWithTheirPlace() {
        assertThatThrownBy(() -> KernelSymbols.of(List.of("br_*\tbridge", "# word", "br_*\tveth")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel-symbols.tsv:3: the pattern br_* is given twice");
        assertThatThrownBy(() -> KernelSymbols.of(List.of("br_* bridge")))
                .hasMessageStartingWith("kernel-symbols.tsv:1: expected a pattern, a tab and a class");
        assertThatThrownBy(() -> KernelSymbols.of(List.of("br_*\tbridges")))
                .hasMessageContaining("\"bridges\" is no class of kernel work");
    }
}
