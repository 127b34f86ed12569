package dev.vedette.sensor.images.signature;

import java.util.List;
import java.util.Set;

/** Something signed that was found beside an image. Immutable as long as nobody writes to what it was made of. */
final class SignedClaim {
    private final byte[] content;
    private final byte[] signature;
    private final Set<String> digests;

    /**
     * @param content what the signature is over
     * @param digests of the images that it speaks of; empty if it is no claim about images
     */
    SignedClaim(byte[] content, byte[] signature, Set<String> digests) {
        this.content = content;
        this.signature = signature;
        this.digests = Set.copyOf(digests);
    }

    Set<String> digests() {
        return digests;
    }

    boolean isBy(List<TrustedKey> keys) {
        return keys.stream().anyMatch(key -> key.verifies(content, signature));
    }
}
