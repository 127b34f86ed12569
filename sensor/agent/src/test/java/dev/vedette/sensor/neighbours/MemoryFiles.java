package dev.vedette.sensor.neighbours;

import dev.vedette.sensor.identity.node.SeenCgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of a memory controller of version 1 and of the node's memory, in a folder. */
final class MemoryFiles {
    static final long MIB = 1L << 20;

    /** What the node has in all. */
    private static final long NODE_MIB = 8_000;

    private final Path root;
    private final List<SeenCgroup> tree = new ArrayList<>();
    private int walks;

    MemoryFiles(Path root) {
        this.root = root;
    }

    ContainerGroups<MemoryGroup> groups() {
        return new ContainerGroups<>(
                () -> {
                    walks++;
                    return tree;
                },
                this::directory,
                MemoryGroup::at);
    }

    NodeMemory node() {
        return new NodeMemory(root.resolve("meminfo"));
    }

    /** How often all groups were listed. */
    int walks() {
        return walks;
    }

    /** @param limitMib 0 for none */
    void make(long id, long parent, String path, long limitMib) throws IOException {
        SeenCgroup group = new SeenCgroup(id, parent, path);
        tree.add(group);
        Files.createDirectories(directory(group));
        String limit = limitMib == 0 ? "9223372036854771712" : Long.toString(limitMib * MIB);
        Files.writeString(directory(group).resolve("memory.limit_in_bytes"), limit + "\n");
        holds(path, 0);
    }

    void holds(String path, long mib) throws IOException {
        Files.writeString(root.resolve(path.substring(1)).resolve("memory.usage_in_bytes"), mib * MIB + "\n");
    }

    void nodeUses(long mib) throws IOException {
        Files.writeString(
                root.resolve("meminfo"),
                "MemTotal: " + (NODE_MIB << 10) + " kB\nMemFree:  " + ((NODE_MIB - mib) << 10) + " kB\n");
    }

    void remove(String path) throws IOException {
        Path directory = root.resolve(path.substring(1));
        Files.delete(directory.resolve("memory.usage_in_bytes"));
        Files.delete(directory.resolve("memory.limit_in_bytes"));
        Files.delete(directory);
    }

    private Path directory(SeenCgroup group) {
        return root.resolve(group.path().substring(1));
    }
}
