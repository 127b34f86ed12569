package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A pod as it was admitted.
 *
 * @param atEpochMillis when
 * @param uid "" where the API server had not given it one yet
 * @param name "" where the API server was to make one up from {@code generateName}
 * @param digest {@code sha256:…} of its {@code spec} as it was admitted, fields in the order of their names
 */
public record AdmittedPod(
        long atEpochMillis,
        String uid,
        String namespace,
        String name,
        String generateName,
        String digest,
        List<AdmittedContainer> containers) {
    public AdmittedPod {
        Objects.requireNonNull(uid, "uid is null");
        Objects.requireNonNull(namespace, "namespace is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(generateName, "generateName is null");
        Objects.requireNonNull(digest, "digest is null");
        containers = List.copyOf(containers);
    }

    /** The one with a name. */
    public Optional<AdmittedContainer> container(String called) {
        return containers.stream().filter(one -> one.name().equals(called)).findFirst();
    }

    /** Whether it can have become this pod: names are made up of {@code generateName} and a tail without a dash. */
    public boolean isOf(String ofNamespace, String called) {
        if (!namespace.equals(ofNamespace)) {
            return false;
        }
        return name.isEmpty()
                ? !generateName.isEmpty()
                        && called.startsWith(generateName)
                        && called.indexOf('-', generateName.length()) < 0
                : name.equals(called);
    }

    /** Whether it allows its containers the same, whenever and under whatever uid it was admitted. */
    public boolean allowsTheSame(AdmittedPod other) {
        return namespace.equals(other.namespace) && containers.equals(other.containers);
    }
}
