package dev.vedette.sensor.neighbours;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The control group in which a container's memory is counted.
 *
 * @param held the file that says what it holds
 * @param limit the file that says what it may hold
 * @param id its number in the hierarchy of the memory controller
 * @param above the groups around it, by their numbers there
 */
record MemoryGroup(Path held, Path limit, long id, Map<Long, Path> above) implements LimitedGroup {
    /** Version 1 says so in place of "none": the greatest that fits in pages (PAGE_COUNTER_MAX). */
    private static final long NO_LIMIT = 1L << 60;

    private static final String HELD_OF_TWO = "memory.current";
    private static final String HELD_OF_ONE = "memory.usage_in_bytes";
    private static final String LIMIT_OF_TWO = "memory.max";
    private static final String LIMIT_OF_ONE = "memory.limit_in_bytes";

    MemoryGroup {
        above = Map.copyOf(above);
    }

    /** The group of a directory, of either version. */
    static MemoryGroup at(Path directory, long id, Map<Long, Path> above) {
        return Files.exists(directory.resolve(HELD_OF_TWO))
                ? new MemoryGroup(directory.resolve(HELD_OF_TWO), directory.resolve(LIMIT_OF_TWO), id, above)
                : new MemoryGroup(directory.resolve(HELD_OF_ONE), directory.resolve(LIMIT_OF_ONE), id, above);
    }

    @Override
    public boolean shares(long limitGroupId) {
        return above.containsKey(limitGroupId);
    }

    /** What it and all below it hold, page cache included; empty once it is gone. */
    OptionalLong heldBytes() {
        return GroupFile.number(held);
    }

    /** 0 if it has none, or is gone. */
    long limitBytes() {
        return bytes(limit);
    }

    /** The same of a group around it. */
    long limitOf(long aboveId) {
        Path directory = above.get(aboveId);
        Path two = directory.resolve(LIMIT_OF_TWO);
        return bytes(Files.exists(two) ? two : directory.resolve(LIMIT_OF_ONE));
    }

    private static long bytes(Path limit) {
        long bytes = GroupFile.number(limit).orElse(0);
        return bytes >= NO_LIMIT ? 0 : bytes;
    }
}
