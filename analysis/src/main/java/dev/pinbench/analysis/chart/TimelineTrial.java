package dev.pinbench.analysis.chart;

import dev.pinbench.analysis.results.Frames;
import dev.pinbench.analysis.results.TrialRecord;

/**
 * The trial that the timeline shows.
 *
 * @param trial its record; the client's and the server's core are taken from its levels
 * @param frames what was sampled in it, of these cores and that interface at least
 * @param namespace namespace of the receiving endpoint
 * @param interfaceName interface of the receiving endpoint, whose received bytes are drawn
 */
public record TimelineTrial(TrialRecord trial, Frames frames, String namespace, String interfaceName) {}
