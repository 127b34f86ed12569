package dev.vedette.sensor.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.vedette.policy.model.ImageObserved.Tag;
import dev.vedette.sensor.images.store.KnownImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What names of images have meant on this node, and which images are the same inside; kept in a file over restarts.
 *
 * <p>Bounded: the names and images that were looked at longest ago go first. The file is replaced as a whole, so that it
 * is never half written; one that cannot be read is put aside and said. Not thread-safe.
 */
public final class ImageHistory {
    private static final Logger LOG = LoggerFactory.getLogger(ImageHistory.class);
    private static final int MAX_NAMES = 2_000;
    private static final int MAX_IMAGES = 4_000;
    private static final int MAX_MEANINGS = 8;

    private final Path file;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private Kept kept = new Kept(new LinkedHashMap<>(), new LinkedHashMap<>());
    private boolean changed;

    /** Since when a name has meant an image. */
    record Meaning(String image, String digest, long sinceEpochNanos) {}

    /** The digests of an image, by which another may turn out to be the same. */
    record Inside(List<String> digests, String chain) {}

    /** All that is in the file. */
    record Kept(Map<String, List<Meaning>> names, Map<String, Inside> images) {}

    /** @param file need not be there yet; its folder must */
    public ImageHistory(Path file) {
        this.file = file;
        try {
            Kept read = json.readValue(Files.readAllBytes(file), Kept.class);
            if (read.names() == null || read.images() == null) {
                throw new IOException("parts of it are missing");
            }
            kept = new Kept(new LinkedHashMap<>(read.names()), new LinkedHashMap<>(read.images()));
        } catch (NoSuchFileException e) {
            // The first start.
        } catch (IOException e) {
            putAside(e);
        }
    }

    private void putAside(IOException why) {
        Path aside = file.resolveSibling(file.getFileName() + ".broken");
        LOG.warn(
                "what is known of earlier images cannot be read from {} ({}), and begins anew; it is kept as {}",
                file,
                why.getMessage(),
                aside);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be put aside: {}", file, e.getMessage());
        }
    }

    /**
     * Takes down what a container's name means, and says what it meant before and means by now.
     *
     * @param name with its tag
     * @param madeEpochNanos when the container was made
     */
    public Tag note(String name, KnownImage image, long madeEpochNanos) {
        List<Meaning> meanings = new ArrayList<>(forget(name));
        String digest = image.digests().getFirst();
        Meaning last = meanings.isEmpty() ? null : meanings.getLast();
        if (last == null || (!last.image().equals(image.id()) && madeEpochNanos > last.sinceEpochNanos())) {
            meanings.add(new Meaning(image.id(), digest, madeEpochNanos));
            if (meanings.size() > MAX_MEANINGS) {
                meanings.removeFirst();
            }
            changed = true;
        }
        kept.names().put(name, List.copyOf(meanings));
        bound(kept.names(), MAX_NAMES);
        return tag(meanings, image.id(), madeEpochNanos);
    }

    /** Takes the entry out, to be put in again as the newest. */
    private List<Meaning> forget(String name) {
        List<Meaning> meanings = kept.names().remove(name);
        return meanings == null ? List.of() : meanings;
    }

    /** The container's own meaning is the last of its image that began no later than the container. */
    private static Tag tag(List<Meaning> meanings, String image, long madeEpochNanos) {
        int own = -1;
        for (int i = 0; i < meanings.size(); i++) {
            Meaning meaning = meanings.get(i);
            if (meaning.image().equals(image) && (own < 0 || meaning.sinceEpochNanos() <= madeEpochNanos)) {
                own = i;
            }
        }
        Meaning before = own > 0 ? meanings.get(own - 1) : null;
        Meaning now = own >= 0 && own < meanings.size() - 1 ? meanings.getLast() : null;
        return new Tag(
                before == null ? "" : before.digest(),
                before == null ? 0 : before.sinceEpochNanos(),
                now == null ? "" : now.digest(),
                now == null ? 0 : now.sinceEpochNanos());
    }

    /**
     * All digests by which an image, or any that was seen here with the same configuration or the same layers, may be
     * known; its own first.
     */
    public List<String> digests(KnownImage image) {
        Set<String> all = new LinkedHashSet<>(image.digests());
        Inside before = kept.images().remove(image.id());
        if (before != null) {
            all.addAll(before.digests());
        }
        Inside now = new Inside(List.copyOf(all), image.chain());
        changed |= !now.equals(before);
        kept.images().put(image.id(), now);
        bound(kept.images(), MAX_IMAGES);
        if (!image.chain().isEmpty()) {
            kept.images().values().stream()
                    .filter(other -> image.chain().equals(other.chain()))
                    .forEach(other -> all.addAll(other.digests()));
        }
        return List.copyOf(all);
    }

    private static void bound(Map<String, ?> map, int most) {
        while (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /** Writes what has changed since; a failure is said and tried again the next time. */
    public void save() {
        if (!changed) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, json.writeValueAsBytes(kept));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            changed = false;
        } catch (IOException e) {
            LOG.warn("what is known of images cannot be kept in {}: {}", file, e.getMessage());
        }
    }
}
