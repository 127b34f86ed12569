package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A container or an image on a node of Kubernetes that the kubelet has not asked for.
 *
 * @param container the container; {@link Container#HOST} for an image
 * @param where the namespace or the runtime that it is kept in, as people call it
 * @param image the image's name, "" where not known
 */
public record MadeBesideKubernetes(Container container, Way way, String where, String image, long epochNanos)
        implements Fact {
    /** By what it is recognised. */
    public enum Way {
        /** The runtime keeps it in a namespace that is not the kubelet's. */
        FOREIGN_NAMESPACE,
        /** The runtime keeps it among the kubelet's, without what CRI writes to each of its containers. */
        AMONG_PODS,
        /** It has a container's control group, and no runtime that speaks CRI knows it. */
        UNKNOWN_TO_CRI,
        /** Made by CRI like the kubelet's, in a pod that does not say where the kubelet has it from. */
        THROUGH_CRI,
        /** An image was put in, not pulled. */
        IMAGE_PUT_IN
    }

    public MadeBesideKubernetes {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(way, "way is null");
        Objects.requireNonNull(where, "where is null");
        Objects.requireNonNull(image, "image is null");
    }

    @Override
    public boolean standing() {
        return true;
    }
}
