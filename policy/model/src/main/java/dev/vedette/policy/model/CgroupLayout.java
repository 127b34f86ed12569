package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * Which versions of control groups the node has.
 *
 * @param missing what is not seen or cannot be done because of it, one sentence each; empty for version 2 alone
 */
public record CgroupLayout(Kind kind, List<String> missing, long epochNanos) implements NodePosture {
    /** The layouts there are. */
    public enum Kind {
        V1,
        HYBRID,
        V2
    }

    public CgroupLayout {
        Objects.requireNonNull(kind, "kind is null");
        missing = List.copyOf(missing);
    }

    @Override
    public CgroupLayout at(long time) {
        return new CgroupLayout(kind, missing, time);
    }
}
