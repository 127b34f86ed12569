package dev.vedette.rules.facts;

import dev.vedette.policy.model.HostMount;
import dev.vedette.policy.model.HostPath;
import dev.vedette.policy.model.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sensitive place of the node in a container, with what else comes by it: whoever mounts the node's root gets every file
 * system below it too, which is one thing to tell and not twenty.
 *
 * @param mount the outermost, or the first of those below it that are worse
 * @param below sources of the others that are just as bad
 */
public record SensitiveMount(HostMount mount, List<String> below) {
    public SensitiveMount {
        below = List.copyOf(below);
    }

    private record Alike(HostMount outermost, Severity severity) {}

    /** All of a container, in the order of its mounts. */
    public static List<SensitiveMount> of(List<HostMount> mounts) {
        List<HostMount> shown =
                mounts.stream().filter(SensitiveTrees::isShownBy).toList();
        Map<Alike, List<HostMount>> alike = new LinkedHashMap<>();
        for (HostMount mount : shown) {
            Alike kind = new Alike(outermost(mount, shown), SensitiveTrees.severity(mount));
            alike.computeIfAbsent(kind, unused -> new ArrayList<>()).add(mount);
        }
        return alike.values().stream().map(SensitiveMount::together).toList();
    }

    /** The one that comes with no other, below which it lies both on the node and in the container. */
    private static HostMount outermost(HostMount mount, List<HostMount> shown) {
        HostMount outermost = mount;
        for (HostMount other : shown) {
            if (HostPath.isWithin(outermost.source(), other.source())
                    && HostPath.isWithin(outermost.target(), other.target())) {
                outermost = other;
            }
        }
        return outermost;
    }

    private static SensitiveMount together(List<HostMount> mounts) {
        return new SensitiveMount(
                mounts.getFirst(),
                mounts.stream().skip(1).map(HostMount::source).toList());
    }

    /** For people: the place, and how many come with it. */
    public String words() {
        return below.isEmpty()
                ? mount.source()
                : mount.source() + " and " + below.size() + " more below the same mount";
    }
}
