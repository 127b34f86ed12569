package dev.vedette.policy.model;

import java.util.Objects;

/**
 * A container runs whose pod, or whose image in that pod, admission has no record of.
 *
 * @param container {@link Container#HOST} for the summary of pods that were there before records began
 * @param why by what it is recognised
 * @param olderPods how many pods were there before records began; 0 unless it is their summary
 */
public record AdmissionMissed(Container container, Why why, int olderPods, long epochNanos) implements Fact {
    /** By what it is recognised. */
    public enum Why {
        /** Nobody has admitted the pod. */
        POD_UNKNOWN,
        /** The pod was admitted, with other images. */
        IMAGE_UNKNOWN,
        /** The pod was admitted, without a container of this name. */
        CONTAINER_UNKNOWN,
        /** The kubelet took the pod from the node itself, where admission is not asked. */
        STATIC_POD,
        /** The pods are older than the records. */
        OLDER
    }

    public AdmissionMissed {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(why, "why is null");
    }

    @Override
    public boolean standing() {
        return true;
    }
}
