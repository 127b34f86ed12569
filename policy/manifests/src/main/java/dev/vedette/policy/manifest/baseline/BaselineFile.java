package dev.vedette.policy.manifest.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.PrintableJson;
import dev.vedette.policy.manifest.result.Judge;
import dev.vedette.policy.manifest.result.KnownFinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A baseline as a file: JSON that looks like a Kubernetes object, since it may lie among manifests. The same findings make
 * the same bytes.
 */
public final class BaselineFile {
    private static final String VERSION = "vedette.dev/v1alpha1";
    private static final String KIND = "ScanBaseline";
    private static final int MOST_BYTES = 64 << 20;

    private final JsonMapper json = PrintableJson.mapper();
    private final Path file;

    public BaselineFile(Path file) {
        this.file = file;
    }

    /** @throws BaselineException if there is none, or what is there is none */
    public ScanBaseline read() throws BaselineException {
        JsonNode root = parse();
        if (!root.path("kind").asText().equals(KIND)
                || !root.path("apiVersion").asText().equals(VERSION)) {
            throw refused("is no baseline of a scan");
        }
        String judge = root.path("judge").asText();
        List<KnownFinding> findings = new ArrayList<>();
        for (JsonNode finding : root.path("findings")) {
            findings.add(finding(finding));
        }
        for (Judge known : Judge.values()) {
            if (known.label().equals(judge)) {
                return new ScanBaseline(known, findings);
            }
        }
        throw refused("does not say by what was judged");
    }

    private JsonNode parse() throws BaselineException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused("is larger than " + (MOST_BYTES >> 20) + " MiB");
            }
            return json.reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(bytes);
        } catch (NoSuchFileException e) {
            throw new BaselineException("there is no baseline " + file + ": make one with --write-baseline " + file, e);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BaselineException(
                    file + ":" + line + ": the baseline is not JSON: make it again with --write-baseline " + file, e);
        } catch (IOException e) {
            throw new BaselineException(
                    "the baseline " + file + " cannot be read: check that it is a file, and its rights", e);
        }
    }

    private KnownFinding finding(JsonNode node) throws BaselineException {
        String fingerprint = node.path("fingerprint").asText();
        if (fingerprint.isEmpty()) {
            throw refused("has a finding without a fingerprint");
        }
        return new KnownFinding(
                fingerprint,
                node.path("check").asText(),
                node.path("level").asText(),
                node.path("file").asText(),
                node.path("object").asText(),
                node.path("message").asText());
    }

    private BaselineException refused(String what) {
        return new BaselineException(
                "the baseline " + file + " " + what + ": make it again with --write-baseline " + file);
    }

    /**
     * Puts {@code baseline} in the place of what is there.
     *
     * @throws BaselineException if it cannot be written; the old one stays
     */
    public void write(ScanBaseline baseline) throws BaselineException {
        ObjectNode root = json.createObjectNode();
        root.put("apiVersion", VERSION)
                .put("kind", KIND)
                .put("judge", baseline.judge().label());
        ArrayNode findings = root.putArray("findings");
        baseline.findings().forEach(known -> put(known, findings.addObject()));
        try {
            replace(json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
        } catch (IOException e) {
            throw new BaselineException(
                    "the baseline " + file + " cannot be written: check that its folder exists, and its rights", e);
        }
    }

    private static void put(KnownFinding known, ObjectNode node) {
        node.put("fingerprint", known.fingerprint())
                .put("check", known.check())
                .put("level", known.level())
                .put("file", known.file())
                .put("object", known.object())
                .put("message", known.message());
    }

    /** Whoever reads it meanwhile has the old one or the new one. */
    private void replace(String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
