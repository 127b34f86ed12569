package dev.vedette.sensor.images.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.policy.admitted.AccessJson;
import dev.vedette.policy.admitted.AdmittedJson;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmittedPod;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the webhook has admitted, from the file that it keeps: one JSON object a line. The first says since when
 * ({@code began}, milliseconds since 1970), each other one is a pod, see {@link AdmittedJson}, or a way into one that was
 * asked for, see {@link AccessJson}. Read on as it grows, and anew
 * when it was replaced; kept is only where each pod's line stands. Not thread-safe.
 */
final class AdmissionRecords {
    private static final int MAX_PODS = 100_000;
    private static final int MAX_READ_BYTES = 8 << 20;

    private static final int MAX_REQUESTS = 4_096;

    private final Path file;
    private final List<AccessRequested> requests = new ArrayList<>();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Line> lines = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Line> eldest) {
            return size() > MAX_PODS;
        }
    };
    private Object fileKey = "";
    private long sinceEpochNanos;
    private long newestEpochNanos;
    private long position;
    private long beganEpochNanos;

    private record Line(long offset, int length) {}

    /** @param sinceEpochNanos ways in that were asked for before are history */
    AdmissionRecords(Path file, long sinceEpochNanos) {
        this.file = file;
        this.sinceEpochNanos = sinceEpochNanos;
    }

    /** Reads what has come since; at most some MiB at once. */
    void readOn() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (attributes.size() < position || !Objects.equals(attributes.fileKey(), fileKey)) {
            position = 0;
            beganEpochNanos = 0;
            // What a new file repeats has been told.
            sinceEpochNanos = Math.max(sinceEpochNanos, newestEpochNanos + 1);
            lines.clear();
            fileKey = attributes.fileKey();
        }
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length() - position, MAX_READ_BYTES)];
            in.seek(position);
            in.readFully(bytes);
            int start = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    take(new String(bytes, start, i - start, StandardCharsets.UTF_8), position + start, i - start);
                    start = i + 1;
                }
            }
            position += start == 0 && bytes.length == MAX_READ_BYTES ? bytes.length : start;
        }
    }

    private void take(String text, long offset, int length) {
        try {
            JsonNode entry = json.readTree(text);
            if (entry.has("began")) {
                beganEpochNanos = entry.path("began").asLong() * 1_000_000L;
            } else if (AccessJson.isOne(entry)) {
                keep(AccessJson.read(entry));
            } else if (entry.has("containers")) {
                AdmittedPod pod = AdmittedJson.read(entry);
                // Later ones replace earlier ones: a debugging container is admitted with its whole pod once more.
                lines.put(pod.uid().isEmpty() ? named(pod) : pod.uid(), new Line(offset, length));
            }
        } catch (IOException | IllegalArgumentException e) {
            // A line that was cut off by a crash: its pod then counts as unknown, which is said.
        }
    }

    private void keep(AccessRequested request) {
        if (request.epochNanos() >= sinceEpochNanos && requests.size() < MAX_REQUESTS) {
            requests.add(request);
            newestEpochNanos = Math.max(newestEpochNanos, request.epochNanos());
        }
    }

    /** The ways into pods that were asked for since the last call, and since the records are read here. */
    List<AccessRequested> takeRequests() {
        List<AccessRequested> taken = List.copyOf(requests);
        requests.clear();
        return taken;
    }

    private static String named(AdmittedPod pod) {
        return pod.namespace() + "/" + (pod.name().isEmpty() ? pod.generateName() + "*" : pod.name());
    }

    /** Since when there are records; 0 if nobody has begun any. */
    long beganEpochNanos() {
        return beganEpochNanos;
    }

    /** A pod as it was admitted; empty if it never was. */
    Optional<AdmittedPod> of(String uid, String namespace, String name) throws IOException {
        int tail = name.lastIndexOf('-');
        Line line = lines.get(uid);
        line = line == null ? lines.get(namespace + "/" + name) : line;
        line = line == null && tail >= 0 ? lines.get(namespace + "/" + name.substring(0, tail + 1) + "*") : line;
        return line == null ? Optional.empty() : read(line).filter(pod -> pod.isOf(namespace, name));
    }

    private Optional<AdmittedPod> read(Line line) throws IOException {
        byte[] bytes = new byte[line.length()];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(line.offset());
            in.readFully(bytes);
            return Optional.of(AdmittedJson.read(json.readTree(bytes)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
