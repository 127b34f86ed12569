package dev.vedette.policy.manifest.result;

import dev.vedette.policy.manifest.Manifest;
import dev.vedette.policy.model.Place;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names findings so that the same thing has the same name in the next scan: the beginning of a SHA-256 over the check, the
 * file, the object's kind and names, the container, the field's {@link NamedPath} and what is said of it. Lines, and what
 * stands before the object or the field, are not in it.
 *
 * <p>What is said is in it so that a field that fails for another reason is something new. Its value is not: a name must
 * not let anyone try out secrets. Where all is the same, the second one has another name than the first. For one thread.
 */
final class Fingerprints {
    private static final int BYTES = 16;
    private static final String FORM = "1";

    private final Map<List<String>, Integer> met = new HashMap<>();

    /**
     * @param path the file as {@link SourcePaths} has it
     * @param object what the field is of; empty where that was not read
     */
    String of(String check, Place field, Optional<Manifest> object, String path, String container, String message) {
        String way = object.map(manifest -> NamedPath.of(manifest.root(), field.pointer()))
                .orElse(field.pointer());
        List<String> facts =
                List.of(FORM, check, path, field.kind(), field.namespace(), field.name(), container, way, message);
        int before = met.merge(facts, 1, Integer::sum) - 1;
        return digest(facts, before);
    }

    /** Each text ends with a zero byte, so that two can't run into one another. */
    private static String digest(List<String> facts, int before) {
        MessageDigest digest = sha256();
        facts.forEach(fact -> {
            digest.update(fact.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        });
        if (before > 0) {
            digest.update(Integer.toString(before).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256, which every JDK must have", e);
        }
    }
}
