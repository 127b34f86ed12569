package dev.vedette.baseline.blame;

import dev.vedette.policy.model.Container;

/**
 * A cell of the blame matrix over one window.
 *
 * @param victim who waited for a CPU
 * @param culprit who ran meanwhile; the victim itself where it waited behind its own tasks
 * @param nanos for how long, summed over tasks: may exceed the window
 */
public record CpuWait(Container victim, Container culprit, long nanos) {}
