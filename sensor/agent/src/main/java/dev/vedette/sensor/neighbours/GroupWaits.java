package dev.vedette.sensor.neighbours;

import dev.vedette.baseline.blame.BlameWindow;
import dev.vedette.baseline.blame.WaitLengths;
import dev.vedette.policy.model.Container;
import dev.vedette.probes.BlameCell;
import dev.vedette.probes.GroupTimes;
import dev.vedette.probes.WaitCounts;
import dev.vedette.sensor.identity.container.ContainerRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What grew in the kernel's tables of one resource between two looks, by container. Not thread-safe. */
final class GroupWaits<T extends GroupTimes> {
    private static final long[] LONGEST = IntStream.range(0, WaitCounts.LENGTHS)
            .mapToLong(WaitCounts::longest)
            .toArray();

    private final GroupOwners owners;
    private final Growth<Cell> waits = new Growth<>();
    private final Growth<Long> waitsInAll = new Growth<>();
    private final Growth<Long> uses = new Growth<>();
    private Map<Long, T> timesBefore = Map.of();

    private record Cell(long victim, long culprit) {}

    GroupWaits(ContainerRegistry containers) {
        this.owners = new GroupOwners(containers);
    }

    /** As they are now; what they have more than at the look before is added to the window. */
    void look(List<BlameCell> blame, List<T> now, BlameWindow window) {
        blame.forEach(cell -> add(cell, window));
        now.forEach(group -> add(group, window));
        timesBefore = now.stream()
                .collect(Collectors.toMap(GroupTimes::cgroupId, Function.identity(), (one, other) -> other));
        waits.endLook();
        waitsInAll.endLook();
        uses.endLook();
        owners.endLook();
    }

    /** Whose the group is; see {@link GroupOwners#of}. */
    Optional<Container> owner(T group) {
        return owners.of(group.cgroupId());
    }

    private void add(BlameCell cell, BlameWindow window) {
        long nanos = waits.of(new Cell(cell.victimCgroupId(), cell.culpritCgroupId()), cell.waitedNanos());
        owners.of(cell.victimCgroupId()).ifPresent(victim -> {
            if (cell.culpritCgroupId() == BlameCell.OWN_QUOTA) {
                window.throttled(victim, nanos);
            } else {
                // Behind whom nobody knows is left to what the whole wait has more than its parts.
                owners.of(cell.culpritCgroupId()).ifPresent(culprit -> window.waited(victim, culprit, nanos));
            }
        });
    }

    private void add(T group, BlameWindow window) {
        long waited = waitsInAll.of(group.cgroupId(), group.waitedNanos());
        long used = uses.of(group.cgroupId(), group.usedNanos());
        owner(group).ifPresent(container -> {
            window.used(container, used);
            if (waited > 0 || used > 0) {
                window.waitedInAll(container, waited, lengths(group));
            }
        });
    }

    private WaitLengths lengths(T group) {
        WaitLengths lengths = new WaitLengths(LONGEST);
        T before = timesBefore.get(group.cgroupId());
        boolean goesOn = before != null && before.waitedNanos() <= group.waitedNanos();
        for (int length = 0; length < WaitCounts.LENGTHS; length++) {
            lengths.add(
                    length,
                    goesOn
                            ? group.waits().since(before.waits(), length)
                            : group.waits().of(length));
        }
        return lengths;
    }
}
