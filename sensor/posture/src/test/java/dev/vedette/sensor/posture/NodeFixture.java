package dev.vedette.sensor.posture;

import dev.vedette.policy.model.NodePosture;
import dev.vedette.sensor.config.ConfigProblem;
import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A node's root below a temporary folder, made file by file. */
public final class NodeFixture {
    private final Path folder;

    public NodeFixture(Path folder) {
        this.folder = folder;
    }

    public NodeRoot root() {
        return new NodeRoot(folder);
    }

    public Path at(String path) {
        return folder.resolve(path.substring(1));
    }

    public NodeFixture with(String path, String content) {
        return with(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public NodeFixture with(String path, byte[] content) {
        try {
            Files.createDirectories(at(path).getParent());
            Files.write(at(path), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A process as proc(5) shows it. */
    public NodeFixture withProcess(int pid, String executable, String... arguments) {
        try {
            with("/proc/" + pid + "/cmdline", String.join("\0", arguments) + "\0");
            with("/proc/" + pid + "/cgroup", "0::/system.slice/x.service\n");
            Files.createSymbolicLink(at("/proc/" + pid + "/exe"), Path.of(executable));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public PostureLook look(PostureCheck check) {
        PostureLook look = new PostureLook(root(), 1);
        check.look(look);
        return look;
    }

    /** What one check finds, of one kind. */
    public <T extends NodePosture> List<T> found(PostureCheck check, Class<T> kind) {
        return look(check).facts().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The sentences of what one check could not read. */
    public List<String> problems(PostureCheck check) {
        return look(check).problems().stream().map(ConfigProblem::sentence).toList();
    }
}
