package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;

/**
 * The image that a container is made from, or is to be made from: what its name says, and what is known of the image
 * itself.
 *
 * @param name as the pod asks for it
 * @param digests all by which the image may be known: of the index, the manifest, the configuration, and of other images
 *     with the same content; empty where only the name is known
 * @param mirrors hosts that the runtime asks in place of the name's registry, by its configuration
 * @param place where in a document it stands; {@link Place#NONE} at run time
 */
public record ImageObserved(
        Source source,
        Container container,
        ImageName name,
        List<String> digests,
        List<String> mirrors,
        Tag tag,
        Signature signature,
        Content content,
        Place place,
        long epochNanos,
        Origin origin)
        implements PlacedFact {
    /** Who says so. */
    public enum Source {
        MANIFEST,
        RUNTIME
    }

    public ImageObserved {
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(tag, "tag is null");
        Objects.requireNonNull(signature, "signature is null");
        Objects.requireNonNull(content, "content is null");
        Objects.requireNonNull(place, "place is null");
        digests = List.copyOf(digests);
        mirrors = List.copyOf(mirrors);
    }

    /** Of an image of which only the name is known. */
    public static ImageObserved named(Container container, ImageName name, Place place, long epochNanos) {
        return new ImageObserved(
                Source.MANIFEST,
                container,
                name,
                name.pinned() ? List.of(name.digest()) : List.of(),
                List.of(),
                Tag.UNKNOWN,
                Signature.NOT_ASKED,
                Content.UNKNOWN,
                place,
                epochNanos,
                Origin.LIVE);
    }

    /**
     * What this node has seen the name mean.
     *
     * @param earlier the digest that it meant before this container's; "" if it has always meant the same
     * @param earlierEpochNanos since when it meant that
     * @param newer the digest that it means by now; "" if it means this container's still
     * @param newerEpochNanos since when it means that
     */
    public record Tag(String earlier, long earlierEpochNanos, String newer, long newerEpochNanos) {
        public static final Tag UNKNOWN = new Tag("", 0, "", 0);
    }

    /**
     * What became of looking for a signature.
     *
     * @param by the key's file that verifies it, "" where none does
     * @param detail one sentence on what was found
     */
    public record Signature(State state, String by, String detail) {
        public static final Signature NOT_ASKED = new Signature(State.NOT_ASKED, "", "");

        /** What became of it. */
        public enum State {
            /** No policy names keys for this container. */
            NOT_ASKED,
            VALID,
            /** There is none at all. */
            ABSENT,
            /** There are some, by none of the keys. */
            OTHER_KEY,
            /** There is one by a key of the policy, for another image: somebody put it here. */
            OTHER_IMAGE,
            /** There are some that no key can decide: by a certificate for an hour and a public log. */
            UNDECIDABLE,
            /** Nobody could say: the registry did not answer, or a key cannot be read. */
            NOT_KNOWN
        }
    }

    /**
     * What the image is made of.
     *
     * @param createdEpochNanos when it was built by its own word; 0 where it does not say
     * @param layers how many; -1 where not known
     * @param encryptedLayers how many of them are kept encrypted where the image comes from; -1 where not known
     */
    public record Content(long createdEpochNanos, int layers, int encryptedLayers) {
        public static final Content UNKNOWN = new Content(0, -1, -1);

        public boolean layersKnown() {
            return layers >= 0;
        }
    }
}
