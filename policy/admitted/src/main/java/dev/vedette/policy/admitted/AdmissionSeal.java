package dev.vedette.policy.admitted;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vedette.policy.model.AdmittedPod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A pod's admission as an annotation of the pod: the record and a signature by the webhook (Ed25519, RFC 8032), so that it
 * reaches the node with the pod and nobody on the way can widen it. The kubelet hands annotations to the runtime with the
 * pod's sandbox (pkg/kubelet/kuberuntime/labels.go, newPodAnnotations).
 *
 * <p>It stands for the namespace and the name that it was made for: copied to another pod it is not valid there. Copied to
 * another pod of the same name it allows what was allowed under that name.
 */
public final class AdmissionSeal {
    /** The annotation's name. */
    public static final String ANNOTATION = "vedette.dev/admitted";
    /** All annotations of a pod together may have 256 KiB (k8s.io/apimachinery, api/validation, TotalAnnotationSizeLimitB). */
    private static final int MAX_CHARACTERS = 96 << 10;

    private static final String VERSION = "v1";
    private static final byte[] PURPOSE = "vedette admitted pod v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AdmissionSeal() {}

    /** The annotation's value; empty if the record is too long to travel so. */
    public static Optional<String> seal(AdmittedPod pod, PrivateKey key) {
        byte[] record = AdmittedJson.write(pod).toString().getBytes(StandardCharsets.UTF_8);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String value =
                VERSION + "." + base64.encodeToString(record) + "." + base64.encodeToString(signature(record, key));
        return value.length() > MAX_CHARACTERS ? Optional.empty() : Optional.of(value);
    }

    /**
     * What a value stands for.
     *
     * @param keys any of them may have signed
     * @return empty for one that nobody has signed, that is none, or that was made for another pod
     */
    public static Optional<AdmittedPod> open(String value, List<PublicKey> keys, String namespace, String name) {
        String[] parts = value.split("\\.", -1);
        if (value.length() > MAX_CHARACTERS || parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            byte[] record = Base64.getUrlDecoder().decode(parts[1]);
            byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
            return keys.stream().anyMatch(key -> verifies(record, signature, key))
                    ? Optional.of(AdmittedJson.read(JSON.readTree(record))).filter(pod -> pod.isOf(namespace, name))
                    : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    /** What a value stands for that was made with this very key, for whatever pod; empty for any other. */
    public static Optional<AdmittedPod> openOwn(String value, PrivateKey key) {
        String[] parts = value.split("\\.", -1);
        if (value.length() > MAX_CHARACTERS || parts.length != 3 || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        try {
            byte[] record = Base64.getUrlDecoder().decode(parts[1]);
            // These signatures leave nothing to chance: who can make the same one has the key.
            boolean same = MessageDigest.isEqual(Base64.getUrlDecoder().decode(parts[2]), signature(record, key));
            return same ? Optional.of(AdmittedJson.read(JSON.readTree(record))) : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] signature(byte[] record, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(PURPOSE);
            signature.update(record);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key can't sign: " + e.getMessage(), e);
        }
    }

    private static boolean verifies(byte[] record, byte[] signed, PublicKey key) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(PURPOSE);
            signature.update(record);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // not in the form of a signature, which is none
        }
    }
}
