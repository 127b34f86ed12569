package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** What controls an object: its one owner that is marked as the controller. */
record Owner(String kind, String name, String uid) {
    static Optional<Owner> of(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst()
                .map(Owner::of);
    }

    private static Owner of(OwnerReference reference) {
        return new Owner(reference.getKind(), reference.getName(), reference.getUid());
    }

    /** Whether people know rather what owns this than this itself. */
    boolean isBetween() {
        return kind.equals("ReplicaSet") || kind.equals("Job");
    }
}
