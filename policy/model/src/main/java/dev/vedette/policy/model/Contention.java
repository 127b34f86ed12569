package dev.vedette.policy.model;

import java.time.Duration;

/**
 * A container, the victim, waited for something that it shares with others above its own normal, and one other, which used
 * it more than it usually does, is to blame for most of that. What a container's own load or its own quota does to it, and
 * what all do to each other on a node that is full, never becomes such a fact.
 */
public sealed interface Contention extends Harm
        permits CpuContention, DiskContention, MemoryContention, NetworkContention {
    Blame blame();

    @Override
    default Container culprit() {
        return blame().culprit();
    }

    /** See {@link Blame#share}. */
    default double culpritShare() {
        return blame().share();
    }

    /** See {@link Blame#waited}. */
    default Duration waited() {
        return blame().waited();
    }

    /** See {@link Blame#usual}. */
    default Duration usual() {
        return blame().usual();
    }
}
