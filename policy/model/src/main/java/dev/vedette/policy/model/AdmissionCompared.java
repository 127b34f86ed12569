package dev.vedette.policy.model;

import dev.vedette.policy.model.IsolationObserved.Isolation;
import java.util.Objects;

/**
 * A container as it was admitted beside how it runs.
 *
 * @param running by the runtime's specification, or as the kernel shows it
 * @param source which of the two
 * @param digest of the admitted pod's specification, see {@link AdmittedPod#digest}
 */
public record AdmissionCompared(
        Container container,
        AdmittedContainer admitted,
        Isolation running,
        IsolationObserved.Source source,
        String digest,
        long epochNanos)
        implements Fact {
    public AdmissionCompared {
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(admitted, "admitted is null");
        Objects.requireNonNull(running, "running is null");
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(digest, "digest is null");
    }

    @Override
    public boolean standing() {
        return true;
    }
}
