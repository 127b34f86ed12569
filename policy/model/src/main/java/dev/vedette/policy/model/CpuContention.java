package dev.vedette.policy.model;

import java.time.Duration;

/**
 * A container waited for the CPU above its own normal, and one other is to blame for most of it.
 *
 * @param container the victim
 * @param culprit who ran while the victim waited; {@link Container#HOST} for the node's own services
 * @param waited the victim's run-queue wait within the window, own throttling apart
 * @param usual the wait that is normal for it in such a window
 * @param culpritShare the culprit's part of the wait, 0 to 1
 */
public record CpuContention(
        Container container,
        Container culprit,
        Duration window,
        Duration waited,
        Duration usual,
        double culpritShare,
        long epochNanos,
        Origin origin)
        implements Fact {}
