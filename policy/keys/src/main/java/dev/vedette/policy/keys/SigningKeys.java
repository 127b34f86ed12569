package dev.vedette.policy.keys;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ed25519 key pairs in PEM (PKCS #8 and X.509, RFC 7468, RFC 8410), as {@code openssl genpkey -algorithm ed25519} makes them. */
public final class SigningKeys {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN (PRIVATE KEY|PUBLIC KEY|CERTIFICATE)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    /** How the name of the public key's file ends. */
    public static final String PUBLIC = ".pub";

    private static final String OWNER_ALONE = "rw-------";

    private SigningKeys() {}

    /**
     * The private key in a file; if it is not there it is made, for its owner alone, and the public one beside it in a
     * file whose name ends in {@code .pub}.
     *
     * @throws IOException if it can't be read or made, is no such key, or everybody may read it; one sentence with the
     *     file
     */
    public static PrivateKey privateKeyOrNew(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        return privateKey(file);
    }

    /**
     * The private key in a file.
     *
     * @throws IOException if it can't be read, is no such key, or everybody may read it; one sentence with the file
     */
    public static PrivateKey privateKey(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + " does not exist: make a key with 'vedette policy keygen'");
        }
        refuseIfShared(file);
        for (Block block : blocks(file)) {
            if (block.kind().equals("PRIVATE KEY")) {
                try {
                    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(block.bytes()));
                } catch (GeneralSecurityException e) {
                    throw new IOException(
                            file + " holds no Ed25519 key (" + e.getMessage() + "): name another file", e);
                }
            }
        }
        throw new IOException(file + " holds no private key in PEM: name another file");
    }

    /**
     * The public keys in a file, at least one. A certificate stands for its key, and neither its names nor its dates are
     * asked for: templates of charts can give out a public key in no other form.
     *
     * @throws IOException if it can't be read or there is none; one sentence with the file
     */
    public static List<PublicKey> publicKeys(Path file) throws IOException {
        List<PublicKey> keys = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (!block.kind().equals("PRIVATE KEY")) {
                keys.add(publicKey(file, block));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException(file + " holds no public key in PEM: take the .pub file beside the private key");
        }
        return keys;
    }

    private static PublicKey publicKey(Path file, Block block) throws IOException {
        try {
            byte[] encoded = block.bytes();
            if (block.kind().equals("CERTIFICATE")) {
                encoded = CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded))
                        .getPublicKey()
                        .getEncoded();
            }
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + " holds a key that is not Ed25519 (" + e.getMessage() + "): name another file", e);
        }
    }

    private record Block(String kind, String base64) {
        byte[] bytes() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private static List<Block> blocks(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /**
     * Makes a key pair: the private one for its owner alone, the public one beside it in a file whose name ends in
     * {@code .pub}.
     *
     * @throws IOException if one of them is there already or can't be written; one sentence with the file
     */
    public static void make(Path file) throws IOException {
        KeyPair pair;
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks Ed25519, which every JDK since 15 has.", e);
        }
        Path open = file.resolveSibling(file.getFileName() + PUBLIC);
        for (Path one : List.of(file, open)) {
            if (Files.isRegularFile(one)) {
                throw new IOException(one + " is there already and was left as it is: name another file");
            }
        }
        // The private one last: where it is there, so is the public one.
        put(open, pem("PUBLIC KEY", pair.getPublic().getEncoded()), "rw-r--r--");
        put(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()), OWNER_ALONE);
    }

    /** Whole or not at all. */
    private static void put(Path file, String text, String permissions) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ALONE)));
        try {
            Files.writeString(draft, text);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(permissions));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** A group may read it: that is how Kubernetes hands secrets to a user who is not root (fsGroup). */
    private static void refuseIfShared(Path file) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new IOException(
                    file + " may be read or written by others (" + PosixFilePermissions.toString(permissions)
                            + "), who can then sign with it: make a new key and keep it from them (chmod 600)");
        }
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }
}
