package dev.vedette.policy.engine;

import dev.vedette.policy.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose rule bundles are taken: those signed by one of these keys, or all.
 *
 * @param keys Ed25519; without any, nothing is asked for
 */
public record BundleTrust(List<PublicKey> keys) {
    /** Every bundle, signed or not: it is code of whoever starts this. */
    public static final BundleTrust ANY = new BundleTrust(List.of());

    public BundleTrust {
        keys = List.copyOf(keys);
    }

    /**
     * Bundles that are signed by one of the keys in these files.
     *
     * @param files PEM; a file may hold several
     * @throws BundleException if one holds no such key
     */
    public static BundleTrust of(List<Path> files) throws BundleException {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : files) {
            try {
                keys.addAll(SigningKeys.publicKeys(file));
            } catch (java.nio.file.NoSuchFileException e) {
                throw new BundleException("The bundle key " + file + " does not exist; check the path.", e);
            } catch (IOException e) {
                throw new BundleException("The bundle key can't be used: " + e.getMessage() + ".", e);
            }
        }
        return new BundleTrust(keys);
    }

    boolean asksForSignature() {
        return !keys.isEmpty();
    }
}
