package dev.pinbench.harness.plan;

import dev.pinbench.analysis.results.CpuTopology;
import dev.pinbench.harness.profile.CoreLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts this machine's CPUs into core levels. */
final class CoreChoice {

    private final List<CpuTopology> online;
    private final List<Integer> cpus;

    /** A client's and a server's CPU. */
    record Pair(int client, int server) {}

    CoreChoice(List<CpuTopology> online) {
        this.online = online.stream()
                .sorted(Comparator.comparingInt(CpuTopology::cpu))
                .toList();
        this.cpus = this.online.stream().map(CpuTopology::cpu).toList();
    }

    List<Integer> cpus() {
        return cpus;
    }

    /** The pairs that one level of each side stands for. At most one of them is a relation. */
    List<Pair> pairs(CoreLevel client, CoreLevel server) {
        Set<Pair> pairs = new LinkedHashSet<>();
        if (client.isRelation()) {
            for (int serverCpu : fixed(server)) {
                related(client, serverCpu).forEach(clientCpu -> pairs.add(new Pair(clientCpu, serverCpu)));
            }
            return List.copyOf(pairs);
        }
        for (int clientCpu : fixed(client)) {
            List<Integer> serverCpus = server.isRelation() ? related(server, clientCpu) : fixed(server);
            serverCpus.forEach(serverCpu -> pairs.add(new Pair(clientCpu, serverCpu)));
        }
        return List.copyOf(pairs);
    }

    private List<Integer> related(CoreLevel relation, int other) {
        return relation instanceof CoreLevel.Same
                ? List.of(other)
                : cpus.stream().filter(cpu -> cpu != other).toList();
    }

    private List<Integer> fixed(CoreLevel level) {
        if (level instanceof CoreLevel.One one) {
            return List.of(one.cpu());
        }
        if (level instanceof CoreLevel.Spread spread) {
            return spread(spread.atMost());
        }
        if (level instanceof CoreLevel.All) {
            return cpus;
        }
        throw new IllegalArgumentException("client-core and server-core are both relations");
    }

    /**
     * The lowest online CPU, then again and again the CPU that shares its NUMA node with the fewest chosen ones; among
     * equals its socket, then its physical core, then the lowest number. So a second NUMA node comes before a second
     * core, and an SMT sibling comes last.
     */
    private List<Integer> spread(int atMost) {
        List<CpuTopology> left = new ArrayList<>(online);
        List<CpuTopology> chosen = new ArrayList<>();
        while (chosen.size() < atMost && !left.isEmpty()) {
            CpuTopology next = left.get(0);
            for (CpuTopology candidate : left) {
                if (nearness(candidate, chosen) < nearness(next, chosen)) {
                    next = candidate;
                }
            }
            left.remove(next);
            chosen.add(next);
        }
        return chosen.stream().map(CpuTopology::cpu).sorted().toList();
    }

    /** Chosen CPUs on the same NUMA node, socket and core, weighed in this order; CPUs number less than 2^13. */
    private static long nearness(CpuTopology candidate, List<CpuTopology> chosen) {
        long nearness = 0;
        for (CpuTopology other : chosen) {
            boolean sameSocket = other.socket() == candidate.socket();
            nearness += other.numaNode() == candidate.numaNode() ? 1L << 40 : 0;
            nearness += sameSocket ? 1L << 20 : 0;
            nearness += sameSocket && other.core() == candidate.core() ? 1 : 0;
        }
        return nearness;
    }
}
