package dev.vedette.sensor.posture.version;

import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.TrustedProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a program's version: out of its file, from the package that owns it, and at last, of a program that only root can
 * change on the node itself, by asking it.
 */
final class ProgramVersions {
    private static final Pattern VERSION = Pattern.compile("\\bv?(\\d+\\.\\d+[\\w.+~-]*)");

    private final NodeRoot root;
    private final PackageDatabase packages;

    ProgramVersions(NodeRoot root, PackageDatabase packages) {
        this.root = root;
        this.packages = packages;
    }

    /**
     * A program of the node.
     *
     * @param path its name, for people and packages
     * @param file where it is read, which may be another name of it
     * @param contained whether it is a container's, which is only read
     */
    NodeComponent of(KnownProgram program, String path, String file, boolean contained) {
        Optional<InstalledPackage> owner = contained ? Optional.empty() : packages.owner(path, program.packages());
        Optional<String> written = written(program, file);
        if (written.isPresent()) {
            return new NodeComponent(program.component(), written.get(), path, "read out of the file", owner, false);
        }
        // A package of another project's, Docker's containerd.io with its runc, has a version of its own.

        Optional<String> packaged =
                owner.map(InstalledPackage::version).map(version -> version.substring(version.indexOf(':') + 1));
        if (packaged.isPresent()) {
            return new NodeComponent(
                    program.component(),
                    packaged.get(),
                    path,
                    "by its package " + owner.get().name(),
                    owner,
                    false);
        }
        return new NodeComponent(
                program.component(),
                contained ? "" : asked(program, path).orElse(""),
                path,
                "as it answers",
                owner,
                false);
    }

    private Optional<String> written(KnownProgram program, String file) {
        return buildInfo(file).flatMap(info -> {
            for (String name : program.linkerValues()) {
                if (UpstreamVersion.parse(info.linkerValues().getOrDefault(name, ""))
                        .isPresent()) {
                    return Optional.of(info.linkerValues().get(name));
                }
            }
            return program.modules().contains(info.mainModule())
                    ? Optional.ofNullable(info.modules().get(info.mainModule())).filter(v -> !v.startsWith("v0.0.0-"))
                    : Optional.empty();
        });
    }

    private Optional<GoBuildInfo> buildInfo(String file) {
        try {
            return GoBuildInfo.read(root.resolve(file));
        } catch (IOException e) {
            return Optional.empty(); // gone, or not ours to read: the other ways remain
        }
    }

    private Optional<String> asked(KnownProgram program, String path) {
        return TrustedProgram.ask(root, path, program.question().toArray(String[]::new))
                .flatMap(text -> {
                    Matcher matcher = VERSION.matcher(text);
                    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
                });
    }

    /** The parts that a program has built into it under versions of their own. */
    List<NodeComponent> inside(String path, String file) {
        List<NodeComponent> parts = new ArrayList<>();
        buildInfo(file).ifPresent(info -> {
            for (KnownProgram part : List.of(KnownProgram.CONTAINERD, KnownProgram.KUBELET, KnownProgram.BUILDKIT)) {
                part.modules().stream()
                        .filter(module -> info.modules().containsKey(module) && !module.equals(info.mainModule()))
                        .map(module -> info.modules().get(module))
                        .filter(version -> !version.startsWith("v0.0.0-"))
                        .findFirst()
                        .ifPresent(version -> parts.add(new NodeComponent(
                                part.component(),
                                version,
                                path,
                                "built into this program, read out of the file",
                                Optional.empty(),
                                false)));
            }
        });
        return parts;
    }
}
