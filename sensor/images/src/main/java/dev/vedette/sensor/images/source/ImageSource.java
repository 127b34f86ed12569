package dev.vedette.sensor.images.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Where manifests and small contents of images can be had.
 *
 * <p>Guarantees: what is asked for by its digest has that digest; nothing larger than a few MiB is taken.
 */
public interface ImageSource {
    /**
     * A manifest or an index.
     *
     * @param reference a tag or a digest
     * @return empty if there is none
     * @throws IOException if nobody could say; the message is a part of a sentence
     */
    Optional<byte[]> manifest(String repository, String reference) throws IOException;

    /** Content by its digest; empty if there is none. */
    Optional<byte[]> blob(String repository, String digest) throws IOException;

    /** The manifests that say that they belong to this digest. */
    List<Descriptor> referrers(String repository, String digest) throws IOException;
}
