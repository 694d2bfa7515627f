package dev.pinbench.harness.traffic;

import java.util.ArrayList;
import java.util.List;

/** Argument vectors of iperf3, in options that every version from 3.9 on knows. */
final class IperfCommands {
    /** iperf3's own default port; the lab's namespaces are private, so nobody else can have it. */
    static final int FIRST_PORT = 5201;

    private IperfCommands() {}

    static List<String> server(int core, int port) {
        return List.of(
                "taskset", "-c", Integer.toString(core), "iperf3", "-s", "-1", "-p", Integer.toString(port), "-J");
    }

    static List<String> client(int core, String address, int port, TrafficSpec spec) {
        List<String> argv = new ArrayList<>(List.of(
                "taskset",
                "-c",
                Integer.toString(core),
                "iperf3",
                "-c",
                address,
                "-p",
                Integer.toString(port),
                "-t",
                Integer.toString(spec.durationSeconds()),
                "-J"));
        if (spec.omitSeconds() > 0) {
            argv.addAll(List.of("-O", Integer.toString(spec.omitSeconds())));
        }
        if (spec.udp()) {
            argv.add("-u");
        }
        if (spec.rate() != null || spec.udp()) {
            // Without -b iperf3 sends UDP at 1 Mbit/s; 0 is its word for unlimited.
            argv.addAll(List.of("-b", spec.rate() == null ? "0" : spec.rate()));
        }
        if (spec.mssBytes() != null) {
            argv.addAll(List.of("-M", spec.mssBytes().toString()));
        }
        if (spec.parallel() > 1) {
            argv.addAll(List.of("-P", Integer.toString(spec.parallel())));
        }
        if (spec.reverse()) {
            argv.add("-R");
        }
        if (spec.window() != null) {
            argv.addAll(List.of("-w", spec.window()));
        }
        if (spec.length() != null) {
            argv.addAll(List.of("-l", spec.length()));
        }
        return List.copyOf(argv);
    }
}
