package dev.vedette.sensor.images.admission;

import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmittedPod;
import dev.vedette.policy.model.Container;
import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * What was admitted, from the webhook's file and from what it has sealed into pods. Without a file, admission counts from
 * the oldest seal that was seen on this node. Not thread-safe.
 */
final class Admissions {
    private final AdmissionSources sources;
    private final Optional<AdmissionRecords> records;
    private List<PublicKey> keys = List.of();
    private long oldestSealEpochNanos = Long.MAX_VALUE;

    /**
     * A pod's admission.
     *
     * @param sealed whether it came with the pod: then it cannot know containers that were put in later
     */
    record Known(AdmittedPod pod, boolean sealed) {}

    /** @param sinceEpochNanos ways in that were asked for before are history */
    Admissions(AdmissionSources sources, long sinceEpochNanos) {
        this.sources = sources;
        this.records = sources.file().map(file -> new AdmissionRecords(file, sinceEpochNanos));
    }

    /** The ways into pods of all nodes that were asked for since the last call. */
    List<AccessRequested> takeRequests() {
        return records.map(AdmissionRecords::takeRequests).orElse(List.of());
    }

    /** Reads what has come since. */
    void readOn() throws IOException {
        if (records.isPresent()) {
            records.get().readOn();
        }
        if (sources.sealKeys().isPresent()) {
            // Read each time: keys are exchanged, and the file is small.
            keys = SigningKeys.publicKeys(sources.sealKeys().get());
        }
    }

    /** A pod as it was admitted; empty if it never was. */
    Optional<Known> of(Container.Pod pod, String seal) throws IOException {
        Optional<AdmittedPod> recorded =
                records.isPresent() ? records.get().of(pod.uid(), pod.namespace(), pod.name()) : Optional.empty();
        return recorded.isPresent() ? recorded.map(one -> new Known(one, false)) : sealed(pod, seal);
    }

    private Optional<Known> sealed(Container.Pod pod, String seal) {
        Optional<AdmittedPod> opened = seal.isEmpty() || keys.isEmpty()
                ? Optional.empty()
                : AdmissionSeal.open(seal, keys, pod.namespace(), pod.name());
        opened.ifPresent(
                one -> oldestSealEpochNanos = Math.min(oldestSealEpochNanos, one.atEpochMillis() * 1_000_000L));
        return opened.map(one -> new Known(one, true));
    }

    /** Whether a pod that was made then would have to be known. */
    boolean shouldKnow(long createdEpochNanos) {
        long began = records.isPresent() ? records.get().beganEpochNanos() : oldestSealEpochNanos;
        return began != 0 && createdEpochNanos >= began;
    }

    /** Whether anything is known at all. */
    boolean haveBegun() {
        return records.isPresent() ? records.get().beganEpochNanos() != 0 : oldestSealEpochNanos != Long.MAX_VALUE;
    }
}
