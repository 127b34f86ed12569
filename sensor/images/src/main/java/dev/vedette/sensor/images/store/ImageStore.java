package dev.vedette.sensor.images.store;

import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.images.source.Descriptor;
import dev.vedette.sensor.images.source.Digests;
import dev.vedette.sensor.images.source.ImageDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The images of one runtime: by CRI, and where it is containerd with what its store has beside that. Thread-safe.
 */
public final class ImageStore {
    /** Encrypted layers have it at the end of their media type (containerd/imgcrypt, README). */
    private static final String ENCRYPTED = "+encrypted";

    private final String runtime;
    private final CriImages cri;
    private final Optional<ContainerdStore> store;

    public ImageStore(CriClient client) {
        this.runtime = client.endpoint().kind().label();
        this.cri = new CriImages(client.connection());
        this.store = client.endpoint().kind().hasContainerdTasks()
                ? Optional.of(new ContainerdStore(client.connection()))
                : Optional.empty();
    }

    /** The runtime's name for people. */
    public String runtime() {
        return runtime;
    }

    public CriImages cri() {
        return cri;
    }

    /** containerd's own stores; empty for other runtimes. */
    public Optional<ContainerdStore> containerd() {
        return store;
    }

    /** What is known of an image; empty if the runtime has none of that name. */
    public Optional<KnownImage> image(String name) throws IOException {
        return image(name, name);
    }

    /**
     * The same of an image that was asked for by a name of its own: several manifests may have the same content, one
     * encrypted and one not.
     */
    public Optional<KnownImage> image(String name, String asked) throws IOException {
        Optional<CriImages.Stored> stored = cri.image(name);
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        CriImages.Stored image = stored.get();
        Set<String> pulledBy = new LinkedHashSet<>();
        image.digests().forEach(digest -> pulledBy.add(digest.substring(digest.indexOf('@') + 1)));
        Set<String> manifests = new LinkedHashSet<>(pulledBy);
        Optional<ImageDocument> manifest = Optional.empty();
        if (store.isPresent()) {
            manifest = documents(image, asked, manifests);
        }
        return Optional.of(new KnownImage(
                image.id(),
                List.copyOf(pulledBy),
                List.copyOf(manifests),
                chain(image.layers()),
                manifest.map(m -> m.layers().size()).orElse(-1),
                manifest.map(ImageStore::encrypted).orElse(-1),
                image.createdEpochNanos()));
    }

    /** Adds the manifests behind an image's names, and gives the one that is the image itself. */
    private Optional<ImageDocument> documents(CriImages.Stored image, String asked, Set<String> manifests)
            throws IOException {
        List<String> names = new ArrayList<>(image.digests());
        names.addAll(image.tags());
        names.add(image.id());
        Set<String> targets = new LinkedHashSet<>();
        store.get().target(ContainerdStore.KUBERNETES, asked).ifPresent(targets::add);
        targets.addAll(manifests);
        for (String name : names) {
            store.get().target(ContainerdStore.KUBERNETES, name).ifPresent(targets::add);
        }
        Optional<ImageDocument> own = Optional.empty();
        for (String target : targets) {
            Optional<ImageDocument> found = own(target, image.id(), manifests);
            own = own.isPresent() ? own : found;
        }
        return own;
    }

    private Optional<ImageDocument> own(String digest, String id, Set<String> manifests) throws IOException {
        Optional<ImageDocument> document = read(digest);
        if (document.isEmpty()) {
            return Optional.empty();
        }
        if (!document.get().isIndex()) {
            return isOf(document.get(), id, digest, manifests);
        }
        for (Descriptor entry : document.get().manifests()) {
            Optional<ImageDocument> platform =
                    read(entry.digest()).flatMap(manifest -> isOf(manifest, id, entry.digest(), manifests));
            if (platform.isPresent()) {
                manifests.add(digest);
                return platform;
            }
        }
        return Optional.empty();
    }

    private static Optional<ImageDocument> isOf(
            ImageDocument manifest, String id, String digest, Set<String> manifests) {
        boolean own =
                manifest.config().filter(config -> config.digest().equals(id)).isPresent();
        if (own) {
            manifests.add(digest);
        }
        return own ? Optional.of(manifest) : Optional.empty();
    }

    private Optional<ImageDocument> read(String digest) throws IOException {
        Optional<byte[]> content = store.get().document(ContainerdStore.KUBERNETES, digest);
        // Not all that is in an index is an image of this platform, nor was it all fetched.
        return content.isPresent() ? Optional.of(ImageDocument.read(content.get())) : Optional.empty();
    }

    private static int encrypted(ImageDocument manifest) {
        return (int) manifest.layers().stream()
                .filter(layer -> layer.mediaType().endsWith(ENCRYPTED))
                .count();
    }

    /** image-spec, config.md, Layer ChainID. */
    static String chain(List<String> layers) {
        String chain = "";
        for (String layer : layers) {
            chain = chain.isEmpty() ? layer : Digests.of((chain + " " + layer).getBytes(StandardCharsets.UTF_8));
        }
        return chain;
    }
}
