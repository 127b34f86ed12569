package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.Container;

/**
 * Whose habits are learned together: the replicas of one workload, by one image. Another image is another program: what its
 * predecessor did proves nothing about it.
 */
record Workload(String name, String imageDigest) {
    static Workload of(Container container) {
        return new Workload(container.workloadKey(), container.imageDigest());
    }
}
