package dev.vedette.policy.model;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A file system that containers share runs full, and whose doing that is.
 *
 * @param container who grew by at least half of what was taken; {@link Container#HOST} where that is not known, or was several
 * @param fileSystem a directory of the node on it
 * @param what of which there is too little
 * @param used how much is taken, bytes or files
 * @param size how much there is
 * @param untilFull how long it lasts if it goes on as it went; zero if it is full
 * @param history for how long the growth was watched
 * @param growth who grew, the most first: {@link Container#HOST} for all that is in no file of a container's own
 * @param writers who writes there, the names of some
 */
public record SpaceShortage(
        Container container,
        String fileSystem,
        What what,
        long used,
        long size,
        Duration untilFull,
        Doing doing,
        Duration history,
        List<ContainerGrowth> growth,
        List<String> writers,
        long epochNanos,
        Origin origin)
        implements Fact {
    /** What a file system may lack. */
    public enum What {
        /** Room for what is in files. */
        SPACE,
        /** Room for files themselves, however small. */
        INODES
    }

    public SpaceShortage {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(fileSystem, "fileSystem is null");
        Objects.requireNonNull(what, "what is null");
        Objects.requireNonNull(untilFull, "untilFull is null");
        Objects.requireNonNull(doing, "doing is null");
        Objects.requireNonNull(history, "history is null");
        growth = List.copyOf(growth);
        writers = List.copyOf(writers);
    }
}
