package dev.vedette.sensor.images;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.ImageObserved.Content;
import dev.vedette.policy.model.ImageObserved.Signature;
import dev.vedette.policy.model.ImageObserved.Source;
import dev.vedette.policy.model.ImageObserved.Tag;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.sensor.images.store.CriImages;
import dev.vedette.sensor.images.store.ImageStore;
import dev.vedette.sensor.images.store.KnownImage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks at the image of one container. Not thread-safe: the history is written to. */
public final class ImageLook {
    private static final String EVERY = "*";

    private final ImageHistory history;
    private final SignatureKeys signatures;

    public ImageLook(ImageHistory history, SignatureKeys signatures) {
        this.history = history;
        this.signatures = signatures;
    }

    /**
     * What is known of a container's image; empty if the runtime does not know the container any more.
     *
     * @param registries where the runtimes are sent by their configuration
     * @throws IOException if the runtime does not answer
     */
    public Optional<ImageObserved> at(
            Container container,
            ImageStore store,
            List<RegistryEndpoint> registries,
            Parameters parameters,
            long epochNanos)
            throws IOException {
        Optional<CriImages.Used> used = store.cri().usedBy(container.id());
        if (used.isEmpty()) {
            return Optional.empty();
        }
        ImageName name = ImageName.parse(used.get().name());
        KnownImage image =
                store.image(used.get().reference(), used.get().name()).orElseGet(() -> gone(container));
        return Optional.of(of(container, name, image, registries, parameters, epochNanos));
    }

    /** The same of an image that no container need run. */
    public ImageObserved of(
            Container container,
            ImageName name,
            KnownImage image,
            List<RegistryEndpoint> registries,
            Parameters parameters,
            long epochNanos) {
        Tag tag = name.pinned() || name.tag().isEmpty() || image.id().isEmpty()
                ? Tag.UNKNOWN
                : history.note(name.path() + ":" + name.tag(), image, container.startedEpochNanos());
        Signature signature = signatures.check(name, image.manifests(), parameters);
        return new ImageObserved(
                Source.RUNTIME,
                container,
                name,
                image.id().isEmpty() ? image.digests() : history.digests(image),
                registries.stream()
                        .filter(place -> isFor(place, name))
                        .map(place -> ConfiguredRegistries.hostOf(place.url()))
                        .filter(host -> !ImageName.canonical(host).equals(name.registry()))
                        .distinct()
                        .toList(),
                tag,
                signature,
                new Content(image.createdEpochNanos(), image.layers(), image.encryptedLayers()),
                Place.NONE,
                epochNanos,
                Origin.LIVE);
    }

    /** An entry for all registries is for those that have none of their own, so the most it can be is a mirror more. */
    private static boolean isFor(RegistryEndpoint place, ImageName name) {
        String registry = ImageName.canonical(place.registry());
        return registry.equals(EVERY)
                || registry.equals(name.registry())
                || name.path().startsWith(registry + "/");
    }

    /** The image was removed, or its name given to another, while the container still runs. */
    private static KnownImage gone(Container container) {
        String digest = container.imageDigest();
        return new KnownImage("", List.of(), digest.isEmpty() ? List.of() : List.of(digest), "", -1, -1, 0);
    }

    /** Keeps what was learned. */
    public void save() {
        history.save();
    }
}
