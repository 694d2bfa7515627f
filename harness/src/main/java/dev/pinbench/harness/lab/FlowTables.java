package dev.pinbench.harness.lab;

import dev.pinbench.harness.host.ProcText;
import dev.pinbench.harness.hostchange.HostChanges;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Receive flow steering: what arrives is processed on the CPU where the program that takes it last read. The kernel has
 * one table of sockets for the whole machine ({@code net.core.rps_sock_flow_entries}; net/core/sysctl_net_core.c registers it
 * for the first network namespace only), and one of flows for each receive queue ({@code rps_flow_cnt}).
 */
final class FlowTables {
    private static final Path SOCKETS = Path.of("/proc/sys/net/core/rps_sock_flow_entries");

    private final HostChanges machine;

    FlowTables(HostChanges machine) {
        this.machine = machine;
    }

    /**
     * Gives the machine's table of sockets this many entries, or those that it had for 0.
     *
     * @return what is not in force, one sentence each
     */
    List<String> sockets(int entries) throws IOException, InterruptedException {
        if (entries == 0) {
            machine.undo(SOCKETS);
            return List.of();
        }
        if (!Files.exists(SOCKETS)) {
            throw new LabException("lab: rfs: there is no " + SOCKETS
                    + "; the kernel needs CONFIG_RPS, and Pinbench to be in" + " the machine's own network namespace");
        }
        String wanted = Integer.toString(entries);
        try {
            String found = machine.set(SOCKETS, wanted);
            return found.equals(wanted) ? List.of() : List.of(SOCKETS + " is " + found + ", not " + wanted);
        } catch (IOException e) {
            throw new LabException("lab: rfs: " + e.getMessage(), e);
        }
    }

    /**
     * Gives the receive queues of each interface {@code entries} among them, none for 0.
     *
     * @return what is not in force, one sentence each
     */
    List<String> queues(Topology topology, int entries) throws LabException {
        List<String> notInForce = new ArrayList<>();
        for (LabInterface each : topology.interfaces()) {
            List<Path> files = SysClassNet.receiveFiles(each, "rps_flow_cnt");
            String wanted = Integer.toString(entries / Math.max(1, files.size()));
            for (Path file : files) {
                try {
                    Files.write(file, wanted.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
                    String found = ProcText.read(file);
                    if (!found.equals(wanted)) {
                        notInForce.add("rps_flow_cnt of " + each.label() + " is " + found + ", not " + wanted);
                    }
                } catch (IOException e) {
                    throw new LabException(
                            "lab: the kernel refused a flow table of " + wanted + " entries for " + each.label()
                                    + "; rfs needs root",
                            e);
                }
            }
        }
        return notInForce;
    }

    /** What the machine's table has now. */
    static String read() {
        try {
            return ProcText.read(SOCKETS);
        } catch (IOException e) {
            return "unknown: " + SOCKETS + " cannot be read";
        }
    }
}
