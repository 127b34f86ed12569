package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * How a container grew within some seconds, in bytes or whatever is counted: of memory, page cache included; of processes and
 * threads; of files.
 *
 * @param container {@link Container#HOST} for all that is no container's
 * @param grew by how much, never negative
 * @param share of all that grew meanwhile, 0 to 1
 * @param limit its own limit; 0 where it has none, or it is not known
 * @param held what it held look by look, the newest last; 0 before it began and after it ended
 */
public record ContainerGrowth(Container container, long grew, double share, long limit, List<Long> held) {
    public ContainerGrowth {
        Objects.requireNonNull(container, "container is null");
        held = List.copyOf(held);
    }
}
