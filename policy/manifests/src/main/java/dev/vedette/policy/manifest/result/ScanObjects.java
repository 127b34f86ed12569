package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.model.Place;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects that were read, found again by the place of one of their fields. Immutable. */
public final class ScanObjects {
    /** Between the lines of a file, wider than any. */
    private static final long LINE = 1L << 32;

    /** By file and root's pointer, in the order of the text. */
    private final Map<Root, TreeMap<Long, Manifest>> manifests = new HashMap<>();

    private final List<Place> all = new ArrayList<>();

    private record Root(String file, String pointer) {}

    public ScanObjects(Collection<Manifest> read) {
        for (Manifest manifest : read) {
            LocatedNode root = manifest.root();
            manifests
                    .computeIfAbsent(new Root(manifest.file(), root.pointer()), _ -> new TreeMap<>())
                    .put(position(root.line(), root.column()), manifest);
            all.add(place(manifest));
        }
    }

    /** Each with the place of its beginning, in the order in which they were read. */
    public List<Place> all() {
        return List.copyOf(all);
    }

    /** The object that {@code field} is of; empty where it is of none that was read. */
    public Optional<Manifest> of(Place field) {
        String root = field.pointer();
        while (true) {
            Optional<Manifest> found = at(root, field);
            if (found.isPresent() || root.isEmpty()) {
                return found;
            }
            root = root.substring(0, Math.max(0, root.lastIndexOf('/')));
        }
    }

    /**
     * Items of lists have a pointer of their own; documents have none, and follow each other in the text. What an alias
     * stands for may stand before the object, whose names tell it then.
     */
    private Optional<Manifest> at(String root, Place field) {
        TreeMap<Long, Manifest> candidates = manifests.get(new Root(field.file(), root));
        if (candidates == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(candidates.floorEntry(position(field.line(), field.column())))
                .map(Map.Entry::getValue)
                .filter(manifest -> isNamedAs(manifest, field))
                .or(() -> candidates.values().stream()
                        .filter(manifest -> isNamedAs(manifest, field))
                        .findFirst());
    }

    private static boolean isNamedAs(Manifest manifest, Place field) {
        Place place = place(manifest);
        return place.kind().equals(field.kind())
                && place.name().equals(field.name())
                && place.namespace().equals(field.namespace());
    }

    /** Where {@code manifest} begins, with its names. */
    public static Place place(Manifest manifest) {
        LocatedNode root = manifest.root();
        return new Place(
                manifest.file(),
                manifest.kind(),
                text(root, "name").or(() -> text(root, "generateName")).orElse(""),
                text(root, "namespace").orElse(""),
                root.pointer(),
                root.line(),
                root.column());
    }

    private static Optional<String> text(LocatedNode root, String name) {
        return root.at("metadata", name).flatMap(LocatedNode::text);
    }

    private static long position(int line, int column) {
        return line * LINE + column;
    }
}
