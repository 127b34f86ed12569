package dev.vedette.sensor.space;

import dev.vedette.baseline.growth.HoldingLook.Holding;
import dev.vedette.baseline.space.SpaceCourse;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.SpaceShortage;
import dev.vedette.policy.model.SpaceShortage.What;
import dev.vedette.sensor.pipeline.EpochClock;
import dev.vedette.sensor.posture.kernel.FileSystemSpace;
import dev.vedette.sensor.posture.kernel.FolderUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Looks at the file systems that containers write to, and where one runs full, at what is in whose folders. Not thread-safe. */
final class SpaceInspection {
    /** Of those that write there, and of those that grew. */
    private static final int MOST_NAMED = 8;

    private final Function<String, Optional<FileSystemSpace>> space;
    private final Function<String, Optional<FolderUse>> use;
    private final EpochClock clock;
    private final Map<Key, SpaceCourse> courses = new HashMap<>();

    private record Key(long device, What what) {}

    /** Who can write where. */
    record Writer(Container container, List<WrittenPlace> places) {}

    /**
     * Has not looked yet.
     *
     * @param space of what the node has mounted at a place
     * @param use what is in a folder of the node, empty if it can't be counted
     */
    SpaceInspection(
            Function<String, Optional<FileSystemSpace>> space,
            Function<String, Optional<FolderUse>> use,
            EpochClock clock) {
        this.space = space;
        this.use = use;
        this.clock = clock;
    }

    /**
     * Takes a look.
     *
     * @param mountedAt where the node has a file system mounted, by its device; what it has not is not looked at
     * @return the shortages that began to matter
     */
    List<SpaceShortage> look(long nowNanos, List<Writer> writers, Function<Long, Optional<String>> mountedAt) {
        Map<Long, SharedFileSystem> all = new HashMap<>();
        for (Writer writer : writers) {
            for (WrittenPlace place : writer.places()) {
                all.computeIfAbsent(place.device(), SharedFileSystem::new).add(writer.container(), place);
            }
        }
        courses.keySet().removeIf(key -> !all.containsKey(key.device()));
        List<SpaceShortage> shortages = new ArrayList<>();
        for (SharedFileSystem one : all.values()) {
            mountedAt
                    .apply(one.device())
                    .ifPresent(at -> space.apply(at).ifPresent(now -> look(nowNanos, one, at, now, shortages)));
        }
        return shortages;
    }

    private void look(
            long nowNanos, SharedFileSystem one, String at, FileSystemSpace now, List<SpaceShortage> shortages) {
        Map<Container, FolderUse> uses = new HashMap<>();
        for (What what : What.values()) {
            long size = what == What.SPACE ? now.bytes() : now.files();
            long used = size - (what == What.SPACE ? now.availableBytes() : now.availableFiles());
            SpaceCourse course = courses.computeIfAbsent(new Key(one.device(), what), _ -> new SpaceCourse());
            if (size > 0 && course.add(nowNanos, used, size)) {
                if (uses.isEmpty()) {
                    uses.putAll(one.uses(use));
                }
                ToLongFunction<FolderUse> held = what == What.SPACE ? FolderUse::bytes : FolderUse::files;
                course.judge(holdings(uses, held))
                        .map(shortage -> fact(one, at, what, used, size, shortage))
                        .ifPresent(shortages::add);
            }
        }
    }

    private static List<Holding> holdings(Map<Container, FolderUse> uses, ToLongFunction<FolderUse> held) {
        return uses.entrySet().stream()
                .map(entry -> new Holding(entry.getKey(), held.applyAsLong(entry.getValue()), 0))
                .toList();
    }

    private SpaceShortage fact(
            SharedFileSystem one, String at, What what, long used, long size, SpaceCourse.Shortage shortage) {
        return new SpaceShortage(
                shortage.container(),
                at,
                what,
                used,
                size,
                shortage.untilFull(),
                shortage.doing(),
                shortage.history(),
                shortage.growth().stream().limit(MOST_NAMED).toList(),
                one.writers().stream()
                        .map(Container::displayName)
                        .sorted()
                        .limit(MOST_NAMED)
                        .toList(),
                clock.epochNanos(),
                Origin.LIVE);
    }
}
