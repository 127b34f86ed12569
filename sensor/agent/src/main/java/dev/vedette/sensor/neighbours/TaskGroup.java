package dev.vedette.sensor.neighbours;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The control group in which a container's processes and threads are counted.
 *
 * @param id its number in its hierarchy
 * @param above the groups around it, by their numbers there
 */
record TaskGroup(TaskCounter own, long id, Map<Long, TaskCounter> above) implements LimitedGroup {
    TaskGroup {
        above = Map.copyOf(above);
    }

    static TaskGroup at(Path directory, long id, Map<Long, Path> above) {
        return new TaskGroup(
                new TaskCounter(directory),
                id,
                above.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new TaskCounter(entry.getValue()))));
    }

    @Override
    public boolean shares(long limitGroupId) {
        return above.containsKey(limitGroupId);
    }
}
