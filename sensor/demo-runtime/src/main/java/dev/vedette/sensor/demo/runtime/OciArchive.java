package dev.vedette.sensor.demo.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a folder as a one-layer image in OCI layout (opencontainers/image-spec: image-layout.md, manifest.md,
 * config.md). The names are given in containerd's own annotation (images/annotations.go).
 */
record OciArchive(Path work, List<String> references) {
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private static final String CONFIGURATION = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String NAME = "io.containerd.image.name";

    /** image-spec, annotations.md: the name by which all other engines know it. */
    private static final String STANDARD_NAME = "org.opencontainers.image.ref.name";

    /** Whom the files belong to. */
    enum Owners {
        ROOT,
        AS_THEY_ARE
    }

    private record Blob(String digest, long size) {}

    Path write(Path root, Owners owners) throws IOException {
        Path layout = Files.createDirectories(work.resolve("layout"));
        Blob layer = layer(layout, root, owners);
        Blob configuration = blob(layout, configuration(layer));
        Blob manifest = blob(layout, manifest(layer, configuration));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        Files.write(layout.resolve("index.json"), json(index(manifest)));
        Path archive = work.resolve("image.tar");
        Commands.run(List.of("tar", "-cf", archive.toString(), "-C", layout.toString(), "."));
        return archive;
    }

    /** Sorted and without times, so that the same files give the same digest. */
    private Blob layer(Path layout, Path root, Owners owners) throws IOException {
        Path tar = work.resolve("layer.tar");
        List<String> command = new ArrayList<>(List.of("tar", "--sort=name", "--numeric-owner", "--mtime=@0"));
        if (owners == Owners.ROOT) {
            command.addAll(List.of("--owner=0", "--group=0"));
        }
        command.addAll(List.of("-cf", tar.toString(), "-C", root.toString(), "."));
        Commands.run(command);
        Blob blob = new Blob(sha256(tar), Files.size(tar));
        Files.move(tar, place(layout, blob.digest()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return blob;
    }

    private static Map<String, ?> configuration(Blob layer) {
        return Map.of(
                "architecture",
                System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
                "os",
                "linux",
                "config",
                Map.of(
                        "Env", List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                        "Entrypoint", List.of("/bin/sleep", "1000000"),
                        "WorkingDir", "/"),
                "rootfs",
                Map.of("type", "layers", "diff_ids", List.of("sha256:" + layer.digest())));
    }

    private static Map<String, ?> manifest(Blob layer, Blob configuration) {
        return Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MANIFEST,
                "config",
                descriptor(CONFIGURATION, configuration),
                "layers",
                List.of(descriptor(LAYER, layer)));
    }

    private Map<String, ?> index(Blob manifest) {
        List<Map<String, Object>> named = references.stream()
                .map(reference -> {
                    Map<String, Object> entry = new java.util.LinkedHashMap<>(descriptor(MANIFEST, manifest));
                    entry.put("annotations", Map.of(NAME, reference, STANDARD_NAME, reference));
                    return entry;
                })
                .toList();
        return Map.of("schemaVersion", 2, "manifests", named);
    }

    private static Map<String, Object> descriptor(String type, Blob blob) {
        return Map.of("mediaType", type, "digest", "sha256:" + blob.digest(), "size", blob.size());
    }

    private static Blob blob(Path layout, Map<String, ?> document) throws IOException {
        byte[] bytes = json(document);
        String digest = HexFormat.of().formatHex(digester().digest(bytes));
        Files.write(place(layout, digest), bytes);
        return new Blob(digest, bytes.length);
    }

    /** Sorted, for the same reason as the layer. */
    private static byte[] json(Map<String, ?> document) throws IOException {
        return new ObjectMapper()
                .enable(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .writeValueAsBytes(document);
    }

    private static Path place(Path layout, String digest) throws IOException {
        return Files.createDirectories(layout.resolve("blobs/sha256")).resolve(digest);
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = digester();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digester() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
