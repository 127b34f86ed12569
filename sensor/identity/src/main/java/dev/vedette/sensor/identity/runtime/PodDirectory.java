package dev.vedette.sensor.identity.runtime;

import dev.vedette.policy.model.Container;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known of pods beside what their runtime says: owners and roles are Kubernetes' alone. Thread-safe; nothing here
 * waits for anybody.
 */
public interface PodDirectory {
    /** Where no API server is asked. */
    PodDirectory NONE = new PodDirectory() {
        @Override
        public Optional<PodEntry> pod(String uid) {
            return Optional.empty();
        }

        @Override
        public void onChange(Consumer<String> listener) {}
    };

    /** What is known of a pod now; empty if nothing is, or not yet. */
    Optional<PodEntry> pod(String uid);

    /** Calls {@code listener} with the uid of each pod that becomes known or better known; it must not wait. */
    void onChange(Consumer<String> listener);

    /**
     * One pod.
     *
     * @param workload the owner that people know
     * @param ownerKind that owner's kind, see {@link Container.Pod}
     * @param labels as they are now; the runtime has those of when the pod was made
     * @param roles of the pod's containers, by name
     */
    record PodEntry(String workload, String ownerKind, Map<String, String> labels, Map<String, Container.Role> roles) {
        public PodEntry {
            Objects.requireNonNull(workload, "workload is null");
            Objects.requireNonNull(ownerKind, "ownerKind is null");
            labels = Map.copyOf(labels);
            roles = Map.copyOf(roles);
        }
    }
}
