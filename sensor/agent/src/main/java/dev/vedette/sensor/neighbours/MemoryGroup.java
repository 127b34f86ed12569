package dev.vedette.sensor.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The control group in which a container's memory is counted, of either version.
 *
 * @param id its number in the hierarchy of the memory controller
 * @param above the groups around it, by their numbers there
 */
record MemoryGroup(Path directory, long id, Map<Long, Path> above) {
    /** Version 1 says so in place of "none": the greatest that fits in pages (PAGE_COUNTER_MAX). */
    private static final long NO_LIMIT = 1L << 60;

    MemoryGroup {
        above = Map.copyOf(above);
    }

    /** Whether a limit holds it together with others; else it is its own, or one of a group that it has made below. */
    boolean shares(long limitGroupId) {
        return above.containsKey(limitGroupId);
    }

    /** What it and all below it hold, page cache included; empty once it is gone. */
    OptionalLong heldBytes() {
        OptionalLong two = number(directory.resolve("memory.current"));
        return two.isPresent() ? two : number(directory.resolve("memory.usage_in_bytes"));
    }

    long limitBytes() {
        return limitOf(directory);
    }

    /** The limit of a group; 0 if it has none, or is gone. */
    static long limitOf(Path group) {
        OptionalLong two = number(group.resolve("memory.max"));
        long limit =
                two.isPresent() ? two.getAsLong() : number(group.resolve("memory.limit_in_bytes")).orElse(0);
        return limit >= NO_LIMIT ? 0 : limit;
    }

    /** Empty for {@code max}, too. */
    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
