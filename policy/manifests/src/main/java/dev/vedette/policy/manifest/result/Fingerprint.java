package dev.vedette.policy.manifest.result;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * What makes a finding the same one in the next scan, for baselines, for revisions and for other programs. Lines, and what
 * stands before the object or the field, are not in it.
 *
 * <p>What is said is in it so that a field that fails for another reason is something new. Its value is not: a name must
 * not let anyone try out secrets.
 *
 * @param check the rule's or the check's id
 * @param file see {@link SourcePaths}; "" if that is not to count
 * @param kind the object's, as are {@code namespace} and {@code name}
 * @param container "" where it concerns the object
 * @param field the field's {@link NamedPath}
 * @param message what is said of it
 * @param copy how many were found before it that are alike in all
 */
public record Fingerprint(
        String check,
        String file,
        String kind,
        String namespace,
        String name,
        String container,
        String field,
        String message,
        int copy) {
    private static final int BYTES = 16;
    private static final String FORM = "1";

    public Fingerprint {
        Objects.requireNonNull(check, "check is null");
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(field, "field is null");
        Objects.requireNonNull(message, "message is null");
    }

    /** The first of its like in a file of another name. */
    public Fingerprint in(String otherFile) {
        return new Fingerprint(check, otherFile, kind, namespace, name, container, field, message, 0);
    }

    Fingerprint after(int alike) {
        return new Fingerprint(check, file, kind, namespace, name, container, field, message, alike);
    }

    /** As files and other programs have it: the beginning of a SHA-256, in hexadecimal. */
    public String text() {
        MessageDigest digest = sha256();
        // Each text ends with a zero byte, so that two can't run into one another.
        for (String fact : List.of(FORM, check, file, kind, namespace, name, container, field, message)) {
            digest.update(fact.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        if (copy > 0) {
            digest.update(Integer.toString(copy).getBytes(StandardCharsets.UTF_8));
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
