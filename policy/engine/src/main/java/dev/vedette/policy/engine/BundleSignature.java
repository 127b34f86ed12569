package dev.vedette.policy.engine;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The signature of a bundle: Ed25519 (RFC 8032) over a list of all its entries, each with its SHA-256 digest, in the order of
 * their names. The list itself is not kept; who checks makes it of what he has read, so that nothing can stand in the
 * bundle beside it. What it begins with keeps a signature of the same key on anything else from passing for one.
 */
public final class BundleSignature {
    /** The entry that holds it; the one that is not in the list. */
    public static final String ENTRY = "META-INF/vedette/bundle.sig";

    private static final String BEGINNING = "Vedette rule bundle, signature 1\n";

    private BundleSignature() {}

    /** Signs these entries, by name; {@link #ENTRY} is left out. */
    public static byte[] sign(Map<String, byte[]> entries, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(list(entries));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("This key can't sign: " + e.getMessage(), e);
        }
    }

    /** Whether one of the keys has signed these entries as they are. */
    static boolean isBy(List<PublicKey> keys, Map<String, byte[]> entries) {
        byte[] signed = entries.get(ENTRY);
        if (signed == null) {
            return false;
        }
        byte[] list = list(entries);
        return keys.stream().anyMatch(key -> verifies(key, list, signed));
    }

    private static boolean verifies(PublicKey key, byte[] list, byte[] signed) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(list);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            // What has not even the form of a signature is none.
            return false;
        }
    }

    /** A name has no line feed in it ({@link BundleContent} sees to that), so that no two lists read alike. */
    private static byte[] list(Map<String, byte[]> entries) {
        SortedMap<String, byte[]> sorted = new TreeMap<>(entries);
        sorted.remove(ENTRY);
        StringBuilder list = new StringBuilder(BEGINNING);
        sorted.forEach((name, bytes) -> list.append(HexFormat.of().formatHex(digest(bytes)))
                .append(' ')
                .append(name)
                .append('\n'));
        return list.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }
}
