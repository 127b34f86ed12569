package dev.vedette.sensor.space;

import dev.vedette.policy.model.Container;
import dev.vedette.sensor.posture.kernel.FolderUse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One file system at one look: who writes there, and where. Not thread-safe. */
final class SharedFileSystem {
    private final long device;
    private final Map<WrittenFolder, Set<Container>> folders = new LinkedHashMap<>();

    /** Told apart by what is written to, wherever each container sees it. */
    private record WrittenFolder(String root, String first) {
        @Override
        public boolean equals(Object other) {
            return other instanceof WrittenFolder(String otherRoot, String _) && root.equals(otherRoot);
        }

        @Override
        public int hashCode() {
            return root.hashCode();
        }
    }

    SharedFileSystem(long device) {
        this.device = device;
    }

    long device() {
        return device;
    }

    void add(Container container, WrittenPlace place) {
        folders.computeIfAbsent(new WrittenFolder(place.root(), place.folder()), _ -> new HashSet<>())
                .add(container);
    }

    Set<Container> writers() {
        Set<Container> writers = new HashSet<>();
        folders.values().forEach(writers::addAll);
        return writers;
    }

    /**
     * What is in folders that one container alone writes to, by container. What is in folders of several is nobody's, as is all
     * of a container of which a folder cannot be counted: a part of it would say too little.
     */
    Map<Container, FolderUse> uses(Function<String, Optional<FolderUse>> asked) {
        Map<Container, FolderUse> uses = new HashMap<>();
        Set<Container> unknown = new HashSet<>();
        folders.forEach((folder, writers) -> {
            if (writers.size() == 1) {
                Container only = List.copyOf(writers).getFirst();
                Optional<FolderUse> use = unknown.contains(only) ? Optional.empty() : asked.apply(folder.first());
                use.ifPresentOrElse(one -> uses.merge(only, one, FolderUse::plus), () -> unknown.add(only));
            }
        });
        uses.keySet().removeAll(unknown);
        return uses;
    }
}
