package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.memory.KillCause;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.MemoryKill;
import dev.vedette.policy.model.OutOfMemoryKilled;
import java.util.Optional;

/** Why the kernel ended processes for want of memory, by whose limit it was and who grew before. Not thread-safe. */
final class KillCauses {
    /** Of those that grew; who follows is too little to tell. */
    private static final int MOST_GROWN = 8;

    /** Of the kernel's records, whatever the machine's own page is. */
    private static final long PAGE_BYTES = 4_096;

    private final ContainerMemory memory;

    KillCauses(ContainerMemory memory) {
        this.memory = memory;
    }

    MemoryKill of(OutOfMemoryKilled kill) {
        Container victim = kill.victim().known() ? kill.victim().container() : kill.container();
        Optional<MemoryGroup> group = memory.groups().of(victim.id());
        Bound bound = bound(kill, group);
        long held = kill.heldPages() * PAGE_BYTES;
        KillCause cause = KillCause.of(
                memory.beforeKills(), victim, held, bound, memory.groups().sharing(kill.limitGroupId()));
        return new MemoryKill(
                victim,
                kill.victim().process().name(),
                held,
                bound,
                limit(kill, bound, victim, group),
                cause.doing(),
                cause.history(),
                cause.growth().stream().limit(MOST_GROWN).toList(),
                kill.epochNanos(),
                kill.origin());
    }

    private static Bound bound(OutOfMemoryKilled kill, Optional<MemoryGroup> group) {
        return switch (kill.want()) {
            case UNKNOWN -> Bound.UNKNOWN;
            case OF_NODE -> Bound.NODE;
            case OF_GROUP ->
                group.map(own -> own.shares(kill.limitGroupId()) ? Bound.SHARED_LIMIT : Bound.OWN_LIMIT)
                        .orElse(Bound.UNKNOWN);
        };
    }

    private long limit(OutOfMemoryKilled kill, Bound bound, Container victim, Optional<MemoryGroup> group) {
        return switch (bound) {
            case UNKNOWN, NODE -> 0;
            case SHARED_LIMIT ->
                group.map(own -> own.limitOf(kill.limitGroupId())).orElse(0L);
            case OWN_LIMIT ->
                group.filter(own -> own.id() == kill.limitGroupId()).isPresent()
                        ? memory.beforeKills().limitOf(victim.id())
                        : 0;
        };
    }
}
