package dev.vedette.sensor.images.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * A public key that may sign images.
 *
 * @param name the file that it is from, for people
 */
public record TrustedKey(String name, PublicKey key) {
    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";
    private static final int MAX_BYTES = 64 << 10;

    /**
     * Reads a key as {@code cosign generate-key-pair} writes it: PEM of a SubjectPublicKeyInfo, on an elliptic curve, of
     * RSA, or Ed25519.
     *
     * @throws IOException if there is none; the message names the file
     */
    public static TrustedKey read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too large for a public key");
        }
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            throw new IOException(file + " holds no public key in PEM form");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " holds a broken public key", e);
        }
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return new TrustedKey(
                        file.toString(),
                        KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)));
            } catch (InvalidKeySpecException e) {
                // Of another kind.
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This JDK lacks " + algorithm + ", which it should have.", e);
            }
        }
        throw new IOException(file + " holds a public key of a kind that cannot sign images here");
    }

    /** Whether it has signed this. */
    public boolean verifies(byte[] content, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm());
            verifier.initVerify(key);
            verifier.update(content);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException e) {
            return false; // no signature of this kind of key
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks " + algorithm() + ", which it should have.", e);
        }
    }

    /** The digest goes by the curve's size (sigstore/sigstore, pkg/signature, LoadDefaultVerifier). */
    private String algorithm() {
        if (key instanceof ECKey curve) {
            int bits = curve.getParams().getOrder().bitLength();
            return bits <= 256 ? "SHA256withECDSA" : bits <= 384 ? "SHA384withECDSA" : "SHA512withECDSA";
        }
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "Ed25519";
    }
}
