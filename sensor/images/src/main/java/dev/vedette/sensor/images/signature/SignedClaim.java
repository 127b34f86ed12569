package dev.vedette.sensor.images.signature;

import java.util.List;
import java.util.Set;

/** Something signed that was found beside an image. Immutable as long as nobody writes to what it was made of. */
final class SignedClaim {
    private final byte[] content;
    private final byte[] signature;
    private final Set<String> digests;
    private final boolean keyless;

    /**
     * @param content what the signature is over
     * @param digests of the images that it speaks of; empty if it is no claim about images
     * @param keyless whether it names a certificate, and not a key, for who signed it
     */
    SignedClaim(byte[] content, byte[] signature, Set<String> digests, boolean keyless) {
        this.keyless = keyless;
        this.content = content;
        this.signature = signature;
        this.digests = Set.copyOf(digests);
    }

    Set<String> digests() {
        return digests;
    }

    boolean isKeyless() {
        return keyless;
    }

    boolean isBy(List<TrustedKey> keys) {
        return keys.stream().anyMatch(key -> key.verifies(content, signature));
    }
}
