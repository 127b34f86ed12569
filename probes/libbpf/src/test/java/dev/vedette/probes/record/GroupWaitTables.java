package dev.vedette.probes.record;

import dev.vedette.probes.BlameCell;
import dev.vedette.probes.ServiceTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the kernel's tables of waits say of control groups of tests. */
final class GroupWaitTables {
    private GroupWaitTables() {}

    /** For how long the victim waited behind the culprit, nanoseconds. */
    static long waited(List<BlameCell> blame, Path victim, Path culprit) {
        return waited(blame, id(victim), id(culprit));
    }

    /** The same by the groups' numbers. */
    static long waited(List<BlameCell> blame, long victim, long culprit) {
        return blame.stream()
                .filter(cell -> cell.victimCgroupId() == victim && cell.culpritCgroupId() == culprit)
                .mapToLong(BlameCell::waitedNanos)
                .sum();
    }

    static Optional<ServiceTimes> times(List<ServiceTimes> all, Path group) {
        long id = id(group);
        return all.stream().filter(times -> times.cgroupId() == id).findFirst();
    }

    private static long id(Path group) {
        try {
            return TestGroups.id(group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
