package dev.vedette.sensor.cri;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The specification that a running container was really made with, which neither Docker's API nor cri-dockerd tells.
 *
 * <p>containerd's shim is started in the bundle's folder and stays there (containerd, pkg/shim/util_unix.go and
 * core/runtime/v2/binary.go: {@code cmd.Dir = bundle.Path}), and it is the parent of the container's first process. So
 * it is found whatever root the daemon and its containerd were given, and nobody in a container can put another in its
 * place. Thread-safe.
 *
 * @param proc the node's own procfs
 */
public record BundleSpec(Path proc) {
    private static final int MAX_BYTES = 16 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty where it cannot be had: the container does not run, or its parent is no shim of its own. */
    public Optional<OciSpec> of(String containerId, OptionalLong pid) {
        try {
            return pid.isPresent() ? read(containerId, parent(pid.getAsLong())) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty(); // it has ended meanwhile, or we may not look
        }
    }

    private Optional<OciSpec> read(String containerId, long shim) throws IOException {
        Path bundle = proc.resolve(Long.toString(shim)).resolve("cwd");
        Path folder = Files.readSymbolicLink(bundle).getFileName();
        if (folder == null || !folder.toString().equals(containerId)) {
            return Optional.empty();
        }
        try (InputStream config = Files.newInputStream(bundle.resolve("config.json"))) {
            byte[] text = config.readNBytes(MAX_BYTES + 1);
            return text.length > MAX_BYTES ? Optional.empty() : Optional.of(OciSpecReader.read(JSON.readTree(text)));
        }
    }

    /** The fourth field of stat(5); the second, in brackets, may itself hold brackets and blanks. */
    private long parent(long pid) throws IOException {
        String stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
        return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1)[1]);
    }
}
