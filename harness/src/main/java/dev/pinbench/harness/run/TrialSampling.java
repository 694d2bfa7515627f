package dev.pinbench.harness.run;

import dev.pinbench.harness.lab.Lab;
import dev.pinbench.harness.profile.Profile;
import dev.pinbench.harness.sampling.CoRunnerSearch;
import dev.pinbench.harness.sampling.KsoftirqdThreads;
import dev.pinbench.harness.sampling.NamespaceSource;
import dev.pinbench.harness.sampling.Rehearsal;
import dev.pinbench.harness.sampling.Sampler;
import dev.pinbench.harness.sampling.SamplerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** How the trials of a run are sampled; what one has found of co-runners is there for the next. */
final class TrialSampling implements AutoCloseable {
    private final int framesPerSecond;
    private final Path procRoot;
    private final KsoftirqdThreads ksoftirqd;
    private final CoRunnerSearch coRunners;

    TrialSampling(Lab lab, Profile profile) throws IOException {
        this.framesPerSecond = profile.sampling().framesPerSecond();
        this.procRoot = lab.host().procRoot();
        this.ksoftirqd = KsoftirqdThreads.discover(procRoot);
        this.coRunners = new CoRunnerSearch(procRoot);
    }

    /** Looks for co-runners for the first time: by the first trial this is long ago, so that what ran since is known. */
    void begin() {
        coRunners.begin();
    }

    /** Takes frames that nobody wants, of a trial that has not begun. */
    void rehearse(TrialSettings settings, Place place) throws IOException, InterruptedException {
        Rehearsal.hold(config(settings, place, OptionalInt.empty()));
    }

    /** What is sampled in a trial, and from which core. */
    SamplerConfig config(TrialSettings settings, Place place, OptionalInt own) {
        int seconds = settings.traffic().durationSeconds() + settings.traffic().omitSeconds() + 1;
        return new SamplerConfig(
                framesPerSecond,
                own,
                procRoot,
                place.namespaces().stream()
                        .map(namespace -> new NamespaceSource(namespace.name(), namespace.anchorPid()))
                        .toList(),
                ksoftirqd,
                settings.measuredCores(),
                seconds * framesPerSecond);
    }

    Sampler start(SamplerConfig config) throws IOException, InterruptedException {
        return Sampler.start(config, coRunners);
    }

    /** Ends the search for co-runners, which goes on from trial to trial. */
    @Override
    public void close() throws IOException {
        coRunners.close();
    }
}
