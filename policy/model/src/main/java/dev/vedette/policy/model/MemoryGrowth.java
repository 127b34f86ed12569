package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * How the memory of a container grew within some seconds, page cache included.
 *
 * @param container {@link Container#HOST} for all that is no container's
 * @param grewBytes by how much, never negative
 * @param share of all that grew meanwhile, 0 to 1
 * @param limitBytes its own limit; 0 where it has none, or it is not known
 * @param heldBytes what it held look by look, the newest last; 0 before it began and after it ended
 */
public record MemoryGrowth(Container container, long grewBytes, double share, long limitBytes, List<Long> heldBytes) {
    public MemoryGrowth {
        Objects.requireNonNull(container, "container is null");
        heldBytes = List.copyOf(heldBytes);
    }
}
