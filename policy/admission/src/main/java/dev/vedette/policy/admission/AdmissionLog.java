package dev.vedette.policy.admission;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.admission.review.AdmissionRequest;
import dev.vedette.policy.admitted.AccessJson;
import dev.vedette.policy.admitted.AdmittedJson;
import dev.vedette.policy.admitted.ManifestAdmission;
import dev.vedette.policy.model.AccessRequested;
import dev.vedette.policy.model.AdmittedPod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down which pods were admitted, and which ways into them, for sensors to compare with what runs: one JSON object a
 * line, the first with the time since when ({@code began}, milliseconds since 1970), the others each a pod, see {@link
 * AdmittedJson}, or a way in, see {@link AccessJson}.
 *
 * <p>A pod has its uid before validating webhooks are asked (k8s.io/apiserver, registry/rest/create.go, BeforeCreate). The
 * file is for its owner alone and bounded: when it is full the older half is dropped, and {@code began} moves on.
 * Thread-safe. A record that cannot be written is said and stops no admission.
 */
final class AdmissionLog {
    private static final Logger LOG = LoggerFactory.getLogger(AdmissionLog.class);
    private static final long MAX_BYTES = 32L << 20;

    private final JsonMapper json = JsonMapper.builder().build();
    private final Path file;
    private final Clock clock;
    private final long maxBytes;

    AdmissionLog(Path file, Clock clock) {
        this(file, clock, MAX_BYTES);
    }

    AdmissionLog(Path file, Clock clock, long maxBytes) {
        this.file = file;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /**
     * Makes the file if it is not there: records begin now.
     *
     * @throws WebhookException if it cannot be made
     */
    void begin() {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, began(clock.millis()), StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new WebhookException(
                    "cannot keep admissions in " + file + " (" + e.getMessage() + "): name another file", e);
        }
    }

    private String began(long millis) {
        return json.createObjectNode().put("began", millis) + "\n";
    }

    /** Takes down a pod that was let in and ways into one, and leaves out all else. */
    synchronized void admitted(AdmissionRequest request, List<AccessRequested> ways) {
        StringBuilder entries = new StringBuilder();
        ways.forEach(way -> entries.append(AccessJson.write(way)).append('\n'));
        if (request.kind().equals("Pod") && request.object() != null && !request.dryRun()) {
            AdmittedPod pod = ManifestAdmission.of(request.object(), request.namespace(), clock.millis());
            entries.append(AdmittedJson.write(pod)).append('\n');
        }
        if (entries.isEmpty()) {
            return;
        }
        try {
            Files.writeString(file, entries, StandardOpenOption.APPEND);
            if (Files.size(file) > maxBytes) {
                dropOlderHalf();
            }
        } catch (IOException e) {
            LOG.error("cannot write down in {} that {} was admitted: {}", file, request.uid(), e.getMessage());
        }
    }

    private void dropOlderHalf() throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        List<String> newer = lines.subList(lines.size() / 2, lines.size());
        long began = json.readTree(newer.getFirst()).path("at").asLong(clock.millis());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, began(began) + String.join("\n", newer) + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
