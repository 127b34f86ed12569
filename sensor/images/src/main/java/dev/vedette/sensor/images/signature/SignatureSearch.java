package dev.vedette.sensor.images.signature;

import dev.vedette.policy.model.ImageObserved.Signature;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.sensor.images.source.Descriptor;
import dev.vedette.sensor.images.source.ImageDocument;
import dev.vedette.sensor.images.source.ImageSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for a signature of an image by one of some keys.
 *
 * <p>A signature counts for the digest that it names and for no other, wherever it lies. Looked for are the tag
 * {@code sha256-DIGEST.sig} and the manifests that refer to the image. A broken one is passed over: an attacker who can
 * add something must not hide what is good beside it. Thread-safe.
 */
public final class SignatureSearch {
    private static final int MAX_CLAIMS = 64;

    private final SignatureFormats formats = new SignatureFormats();

    /**
     * @param digests the image's own: of its manifest, and of the index that it is in; a signature of any counts
     * @param sources asked one after the other until one has a signature that counts
     */
    public Signature find(String repository, List<String> digests, List<TrustedKey> keys, List<ImageSource> sources) {
        List<SignedClaim> claims = new ArrayList<>();
        String trouble = "";
        for (ImageSource source : sources) {
            for (String digest : digests) {
                try {
                    collect(source, repository, digest, claims);
                } catch (IOException e) {
                    trouble = e.getMessage();
                }
                Optional<TrustedKey> by = signer(claims, digests, keys);
                if (by.isPresent()) {
                    return new Signature(
                            State.VALID,
                            by.get().name(),
                            "signed by " + by.get().name());
                }
            }
        }
        return verdict(claims, digests, keys, trouble);
    }

    private static Optional<TrustedKey> signer(List<SignedClaim> claims, List<String> digests, List<TrustedKey> keys) {
        for (SignedClaim claim : claims) {
            if (isOfOne(claim, digests)) {
                for (TrustedKey key : keys) {
                    if (claim.isBy(List.of(key))) {
                        return Optional.of(key);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOfOne(SignedClaim claim, List<String> digests) {
        return claim.digests().stream().anyMatch(digests::contains);
    }

    private static Signature verdict(
            List<SignedClaim> claims, List<String> digests, List<TrustedKey> keys, String trouble) {
        Optional<SignedClaim> replayed = claims.stream()
                .filter(claim -> !claim.digests().isEmpty() && claim.isBy(keys))
                .findFirst();
        if (replayed.isPresent()) {
            return new Signature(
                    State.OTHER_IMAGE,
                    "",
                    "the signature beside it is by a key of the policy, but of another image ("
                            + String.join(", ", replayed.get().digests()) + ")");
        }
        if (!trouble.isEmpty()) {
            return new Signature(State.NOT_KNOWN, "", trouble);
        }
        if (claims.stream().anyMatch(claim -> claim.isKeyless() && isOfOne(claim, digests))) {
            return new Signature(
                    State.UNDECIDABLE,
                    "",
                    "the signature beside it is by a certificate and a public log, which no key can decide");
        }
        return claims.isEmpty()
                ? new Signature(State.ABSENT, "", "there is no signature beside it")
                : new Signature(State.OTHER_KEY, "", "no key of the policy verifies the signature beside it");
    }

    private void collect(ImageSource source, String repository, String digest, List<SignedClaim> claims)
            throws IOException {
        Optional<byte[]> tagged = source.manifest(repository, digest.replace(':', '-') + ".sig");
        if (tagged.isPresent()) {
            collectLayers(source, repository, ImageDocument.read(tagged.get()), claims);
        }
        for (Descriptor referrer : source.referrers(repository, digest)) {
            Optional<byte[]> manifest = source.manifest(repository, referrer.digest());
            if (manifest.isPresent()) {
                collectLayers(source, repository, ImageDocument.read(manifest.get()), claims);
            }
        }
    }

    private void collectLayers(ImageSource source, String repository, ImageDocument manifest, List<SignedClaim> claims)
            throws IOException {
        for (Descriptor layer : manifest.layers()) {
            boolean payload = layer.mediaType().equals(SignatureFormats.PAYLOAD_TYPE);
            boolean bundle = layer.mediaType().startsWith(SignatureFormats.BUNDLE_TYPE);
            if ((!payload && !bundle) || claims.size() >= MAX_CLAIMS) {
                continue;
            }
            Optional<byte[]> content = source.blob(repository, layer.digest());
            if (content.isPresent()) {
                add(content.get(), layer, payload, claims);
            }
        }
    }

    private void add(byte[] content, Descriptor layer, boolean payload, List<SignedClaim> claims) {
        try {
            if (payload) {
                claims.add(formats.payload(content, layer.annotations()));
            } else {
                claims.addAll(formats.bundle(content));
            }
        } catch (IOException e) {
            // Broken: as good as none, but seen.
            claims.add(new SignedClaim(content, new byte[0], Set.of(), false));
        }
    }
}
