package dev.vedette.sensor.images.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image layout in a folder (opencontainers/image-spec, image-layout.md). It holds whatever images somebody put into
 * it, so repositories are not told apart; tags are the annotation {@code org.opencontainers.image.ref.name}, which holds
 * a tag or a whole name. Thread-safe.
 */
public final class OciLayout implements ImageSource {
    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final int MAX_BYTES = 4 << 20;

    private final Path folder;

    public OciLayout(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> manifest(String repository, String reference) throws IOException {
        if (Digests.isOne(reference)) {
            return blob(repository, reference);
        }
        for (Descriptor entry : entries()) {
            String name = entry.annotations().getOrDefault(NAME, "");
            if (name.equals(reference) || name.endsWith(":" + reference)) {
                return blob(repository, entry.digest());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<byte[]> blob(String repository, String digest) throws IOException {
        if (!Digests.isOne(digest)) {
            return Optional.empty();
        }
        Path file = folder.resolve("blobs/sha256").resolve(digest.substring("sha256:".length()));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES || !Digests.of(content).equals(digest)) {
                throw new IOException(file + " is not what its name says");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Descriptor> referrers(String repository, String digest) throws IOException {
        List<Descriptor> found = new ArrayList<>();
        for (Descriptor entry : entries()) {
            Optional<byte[]> manifest = blob(repository, entry.digest());
            if (manifest.isPresent()
                    && ImageDocument.read(manifest.get()).subject().equals(digest)) {
                found.add(entry);
            }
        }
        return found;
    }

    private List<Descriptor> entries() throws IOException {
        Path index = folder.resolve("index.json");
        try (InputStream in = Files.newInputStream(index)) {
            return ImageDocument.read(in.readNBytes(MAX_BYTES)).manifests();
        } catch (NoSuchFileException e) {
            throw new IOException(folder + " is no image layout: it has no index.json", e);
        }
    }
}
