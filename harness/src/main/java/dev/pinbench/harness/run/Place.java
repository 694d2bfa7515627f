package dev.pinbench.harness.run;

import dev.pinbench.analysis.attribution.PathCounter;
import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.Json;
import dev.pinbench.analysis.results.TrialPath;
import dev.pinbench.harness.lab.LabEndpoint;
import dev.pinbench.harness.lab.LabNamespace;
import dev.pinbench.harness.lab.NapiThread;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the traffic of one trial runs. */
sealed interface Place permits LabPlace, ExistingPlace {

    /**
     * Makes it ready.
     *
     * @return what was asked for and is not in force, one sentence each
     * @throws IOException if nothing can be measured there
     */
    List<String> begin() throws IOException, InterruptedException;

    LabEndpoint client();

    LabEndpoint server();

    /** The MTU that the interface of an endpoint is to have, in bytes. */
    int mtuBytes(LabEndpoint endpoint);

    /** Port of the first iperf3 server; known once it has begun. */
    int firstPort();

    /** Whose interfaces are sampled. */
    List<LabNamespace> namespaces();

    /** Threads of the kernel that poll its interfaces. */
    List<NapiThread> napiThreads();

    /** The interfaces between client and server, as far as they are known. */
    TrialPath way();

    /** Adds the file that tells these, with what each counted in the measured window, to those of a trial. */
    default void attachWay(Map<String, byte[]> attachments, Frames frames, Optional<MeasuredWindow> window) {
        TrialPath counted = window.map(found -> PathCounter.count(frames, found.startNanos(), found.endNanos(), way()))
                .orElseGet(this::way);
        attachments.put(TrialPath.FILE, Json.write(counted));
    }

    /** What was read back, for the record; complete once it has begun. */
    Map<String, String> readBack();

    /** What is no longer in force after the traffic, one sentence each. */
    List<String> end() throws InterruptedException;
}
