package dev.vedette.baseline.flood;

import dev.vedette.baseline.growth.GrowthHistory;
import dev.vedette.baseline.growth.HoldingLook;
import dev.vedette.policy.model.Bound;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerGrowth;
import dev.vedette.policy.model.Doing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells, look by look, which tables run full of processes and threads, and whose doing that is. Each flood is told once, and
 * anew after there was room for a while. Bounded by what is looked at; not thread-safe.
 */
public final class FloodJudge {
    /** Who grew earlier has nothing to do with it any more. */
    public static final Duration HISTORY = Duration.ofSeconds(30);

    /** Of a limit: who grew by less has not filled it. */
    private static final double LEAST_GROWTH = 0.1;

    private static final double HALF = 0.5;

    private final GrowthHistory history = new GrowthHistory(HISTORY);
    private final Map<Key, TableCourse> courses = new HashMap<>();

    private record Key(Bound bound, long groupId) {}

    /**
     * Takes a look, a few seconds after the one before.
     *
     * @param look how many tasks each container has, and the node
     * @param tables all that have a limit
     * @return the floods that began to matter
     */
    public List<Flood> judge(HoldingLook look, List<TaskTable> tables) {
        history.add(look);
        List<Flood> floods = new ArrayList<>();
        Set<Key> seen = new HashSet<>();
        for (TaskTable table : tables) {
            Key key = new Key(table.bound(), table.groupId());
            seen.add(key);
            TableCourse course = courses.computeIfAbsent(key, _ -> new TableCourse(table.refused()));
            course.add(look.nanos(), table);
            if (course.isToTell()) {
                flood(table, course.refused(), look).ifPresent(flood -> {
                    course.tell();
                    floods.add(flood);
                });
            }
        }
        courses.keySet().retainAll(seen);
        return floods;
    }

    /** Empty for what has always been nearly full, and holds: that is a tight limit and no flood. */
    private Optional<Flood> flood(TaskTable table, long refused, HoldingLook look) {
        List<ContainerGrowth> growth = history.growth(table.sharing(), Map.of());
        boolean grown = !growth.isEmpty() && growth.getFirst().grew() >= LEAST_GROWTH * table.limit();
        if (!grown && refused == 0 && !table.ofNode()) {
            return Optional.empty();
        }
        Doing doing = doing(table, growth, grown);
        Container container = switch (doing) {
            case ITSELF -> table.owner();
            case NEIGHBOUR -> growth.getFirst().container();
            case SEVERAL, UNKNOWN -> table.ofNode() ? Container.HOST : mostOf(table, look);
        };
        return Optional.of(new Flood(table, container, doing, refused, history.span(), growth));
    }

    private static Doing doing(TaskTable table, List<ContainerGrowth> growth, boolean grown) {
        if (table.bound() == Bound.OWN_LIMIT) {
            return Doing.ITSELF;
        }
        if (!grown) {
            return Doing.UNKNOWN;
        }
        return growth.getFirst().share() < HALF ? Doing.SEVERAL : Doing.NEIGHBOUR;
    }

    private static Container mostOf(TaskTable table, HoldingLook look) {
        return look.holdings().stream()
                .filter(holding -> table.sharing().test(holding.container()))
                .max(Comparator.comparingLong(HoldingLook.Holding::held))
                .map(HoldingLook.Holding::container)
                .orElse(Container.HOST);
    }
}
