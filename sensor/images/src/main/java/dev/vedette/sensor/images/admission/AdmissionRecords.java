package dev.vedette.sensor.images.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.model.ImageName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the webhook has admitted, from the file that it keeps: one JSON object a line. The first says since when
 * ({@code began}, milliseconds since 1970), each other one admitted pod ({@code uid}, {@code namespace}, {@code name},
 * {@code generateName}, {@code images}). Read on as it grows, and anew when it was replaced. Not thread-safe.
 */
final class AdmissionRecords {
    private static final int MAX_PODS = 100_000;
    private static final int MAX_READ_BYTES = 8 << 20;

    private final Path file;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Set<ImageName>> imagesByPod = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<ImageName>> eldest) {
            return size() > MAX_PODS;
        }
    };
    private final Map<String, Set<ImageName>> imagesByName = new HashMap<>();
    private Object fileKey = "";
    private long position;
    private long beganEpochNanos;

    AdmissionRecords(Path file) {
        this.file = file;
    }

    /** Reads what has come since; at most some MiB at once. */
    void readOn() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.size() < position || !Objects.equals(attributes.fileKey(), fileKey)) {
            position = 0;
            beganEpochNanos = 0;
            imagesByPod.clear();
            imagesByName.clear();
            fileKey = attributes.fileKey();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length() - position, MAX_READ_BYTES)];
            in.seek(position);
            in.readFully(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    take(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                    start = i + 1;
                }
            }
            position += start == 0 && bytes.length == MAX_READ_BYTES ? bytes.length : start;
        }
    }

    private void take(String line) {
        JsonNode entry;
        try {
            entry = json.readTree(line);
        } catch (JsonProcessingException e) {
            return; // a line that was cut off by a crash: its pod then counts as unknown, which is said
        }
        if (entry.has("began")) {
            beganEpochNanos = entry.path("began").asLong() * 1_000_000L;
            return;
        }
        String uid = entry.path("uid").asText("");
        Set<ImageName> images = uid.isEmpty()
                ? imagesByName.computeIfAbsent(named(entry), key -> new HashSet<>())
                : imagesByPod.computeIfAbsent(uid, key -> new HashSet<>());
        entry.path("images").forEach(image -> images.add(ImageName.parse(image.asText(""))));
    }

    private static String named(JsonNode entry) {
        String name = entry.path("name").asText("");
        return entry.path("namespace").asText("") + "/"
                + (name.isEmpty() ? entry.path("generateName").asText("") + "*" : name);
    }

    /** Since when there are records; 0 if nobody has begun any. */
    long beganEpochNanos() {
        return beganEpochNanos;
    }

    /** The images that a pod was admitted with; empty if it never was. */
    Optional<Set<ImageName>> of(String uid, String namespace, String name) {
        Set<ImageName> byUid = imagesByPod.get(uid);
        if (byUid != null) {
            return Optional.of(byUid);
        }
        Set<ImageName> byName = imagesByName.get(namespace + "/" + name);
        if (byName != null) {
            return Optional.of(byName);
        }
        int tail = name.lastIndexOf('-');
        return Optional.ofNullable(
                tail < 0 ? null : imagesByName.get(namespace + "/" + name.substring(0, tail + 1) + "*"));
    }
}
