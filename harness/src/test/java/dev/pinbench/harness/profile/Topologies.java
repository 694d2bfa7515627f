package dev.pinbench.harness.profile;

import dev.pinbench.analysis.results.CpuTopology;
import java.util.List;
import java.util.stream.IntStream;

/** Machines that do not exist. */
public final class Topologies {

    private Topologies() {}

    /** One socket, one NUMA node, no SMT. */
    public static List<CpuTopology> flat(int cpus) {
        return IntStream.range(0, cpus)
                .mapToObj(cpu -> new CpuTopology(cpu, cpu, 0, 0))
                .toList();
    }

    /** 64 CPUs: two sockets of 16 cores with SMT; siblings 32 apart, sockets by halves of 0-31, a node each. */
    public static List<CpuTopology> twoSockets() {
        return IntStream.range(0, 64)
                .mapToObj(cpu -> new CpuTopology(cpu, cpu % 16, cpu % 32 / 16, cpu % 32 / 16))
                .toList();
    }
}
