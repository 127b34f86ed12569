package dev.vedette.sensor.images.admission;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where it is known from what was admitted.
 *
 * @param file that the webhook keeps; needs a volume that both see
 * @param sealKeys the webhook's public keys in PEM: what it has written into pods counts if one of them signed it
 */
public record AdmissionSources(Optional<Path> file, Optional<Path> sealKeys) {
    public static final AdmissionSources NONE = new AdmissionSources(Optional.empty(), Optional.empty());

    public boolean isEmpty() {
        return file.isEmpty() && sealKeys.isEmpty();
    }
}
