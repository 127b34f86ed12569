package dev.vedette.sensor.identity;

import dev.vedette.policy.model.OutOfMemoryKilled;
import dev.vedette.policy.model.ProcessAccessed;
import dev.vedette.policy.model.SignalSent;
import dev.vedette.probes.record.OomKillRecord;
import dev.vedette.probes.record.ProcessAccessRecord;
import dev.vedette.probes.record.SignalRecord;

/** What processes do to other processes. Whoever it is done to gets an identity as whoever did it. */
final class ReachEvents {
    private final Contexts contexts;

    ReachEvents(Contexts contexts) {
        this.contexts = contexts;
    }

    void accessed(ProcessAccessRecord record, Arrival arrival) {
        Contexts.Target target = contexts.target(record.target());
        contexts.of(arrival)
                .send(c -> new ProcessAccessed(
                        c, operation(record), target.named(), record.request(), record.result() >= 0));
    }

    private static ProcessAccessed.Operation operation(ProcessAccessRecord record) {
        return switch (record.operation()) {
            case ProcessAccessRecord.TRACEME -> ProcessAccessed.Operation.LET_TRACE;
            case ProcessAccessRecord.READ_MEMORY -> ProcessAccessed.Operation.READ_MEMORY;
            case ProcessAccessRecord.WRITE_MEMORY -> ProcessAccessed.Operation.WRITE_MEMORY;
            case ProcessAccessRecord.GET_DESCRIPTOR -> ProcessAccessed.Operation.TAKE_DESCRIPTOR;
            case ProcessAccessRecord.MADVISE -> ProcessAccessed.Operation.ADVISE_MEMORY;
            default -> ProcessAccessed.Operation.TRACE;
        };
    }

    void signalled(SignalRecord record, Arrival arrival) {
        Contexts.Target target = contexts.target(record.target());
        contexts.of(arrival).send(c -> new SignalSent(c, target.named(), record.signal(), record.code() > 0));
    }

    void ranOutOfMemory(OomKillRecord record, Arrival arrival) {
        Contexts.Target victim = contexts.target(record.victim());
        contexts.of(arrival)
                .send(c -> new OutOfMemoryKilled(
                        c,
                        victim.named(),
                        record.anonymousPages(),
                        record.filePages(),
                        record.sharedPages(),
                        record.scoreAdjustment(),
                        want(record),
                        record.limitGroupId()));
    }

    private static OutOfMemoryKilled.Want want(OomKillRecord record) {
        return switch (record.want()) {
            case OomKillRecord.WANT_OF_GROUP -> OutOfMemoryKilled.Want.OF_GROUP;
            case OomKillRecord.WANT_OF_NODE -> OutOfMemoryKilled.Want.OF_NODE;
            default -> OutOfMemoryKilled.Want.UNKNOWN;
        };
    }
}
