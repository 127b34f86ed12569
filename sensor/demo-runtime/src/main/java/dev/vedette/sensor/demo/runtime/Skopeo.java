package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pushes images to a private registry and signs them as cosign does, by a program that has nothing to do with this
 * project. Not thread-safe.
 */
public final class Skopeo {
    private final Path program;
    private final Path work;
    private final List<String> access;
    private int images;

    /** A key pair in cosign's forms. */
    public record SigningKey(Path privateKey, Path publicKey, Path passphrase) {}

    /**
     * Uses the program that {@code install-runtimes.sh} has fetched.
     *
     * @param work a folder for what is put together
     */
    public Skopeo(Path work) throws IOException {
        this(work, List.of("--dest-tls-verify=false"));
    }

    /**
     * For a registry that speaks TLS and asks who we are.
     *
     * @param login user and password with a colon between
     */
    public Skopeo(Path work, LoopbackCertificate trusted, String login) throws IOException {
        this(work, List.of("--dest-cert-dir", trusted.certificate().getParent().toString(), "--dest-creds", login));
    }

    private Skopeo(Path work, List<String> access) throws IOException {
        this.access = List.copyOf(access);
        this.program = Path.of(System.getenv().getOrDefault(PrivateRegistry.VARIABLE, ""), "skopeo/skopeo");
        if (!Files.isExecutable(program)) {
            throw new IOException("there is no skopeo: run tests/install-runtimes.sh FOLDER and set "
                    + PrivateRegistry.VARIABLE + " to that folder");
        }
        this.work = Files.createDirectories(work);
    }

    public SigningKey makeKey(String name) throws IOException {
        Path passphrase = Files.writeString(work.resolve(name + ".pass"), "passphrase");
        Commands.run(List.of(
                program.toString(),
                "generate-sigstore-key",
                "--output-prefix",
                work.resolve(name).toString(),
                "--passphrase-file",
                passphrase.toString()));
        return new SigningKey(work.resolve(name + ".private"), work.resolve(name + ".pub"), passphrase);
    }

    /**
     * Pushes an image with busybox and one file more.
     *
     * @param name repository and tag
     * @param content of that file: by it images differ
     * @param key signs it
     * @return the digest of its manifest
     */
    public String push(PrivateRegistry registry, String name, String content, Optional<SigningKey> key)
            throws IOException {
        Path image = Files.createDirectories(work.resolve("image-" + images++));
        var unused = ImageBuilder.busybox(image, "x/" + name)
                .file("/content", content, "rw-r--r--")
                .write();
        Path digest = image.resolve("digest");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--insecure-policy",
                "--registries.d",
                attachments(registry).toString(),
                "copy",
                "--digestfile",
                digest.toString()));
        command.addAll(access);
        key.ifPresent(by -> command.addAll(List.of(
                "--sign-by-sigstore-private-key",
                by.privateKey().toString(),
                "--sign-passphrase-file",
                by.passphrase().toString())));
        command.add("oci:" + image.resolve("layout"));
        command.add("docker://" + registry.host() + "/" + name);
        Commands.run(command);
        return Files.readString(digest).strip();
    }

    /**
     * Copies an image within a registry and encrypts all its layers on the way, for a key that is thrown away (JWE, as
     * ocicrypt and with it containerd and CRI-O do).
     *
     * @param from repository and tag
     * @param to repository and tag
     */
    public void encrypt(PrivateRegistry registry, String from, String to) throws IOException {
        Path secret = work.resolve("layers.key");
        Path open = work.resolve("layers.pub");
        Commands.run(List.of("openssl", "genrsa", "-out", secret.toString(), "2048"));
        Commands.run(List.of("openssl", "rsa", "-in", secret.toString(), "-pubout", "-out", open.toString()));
        Commands.run(List.of(
                program.toString(),
                "--insecure-policy",
                "copy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                "--encryption-key",
                "jwe:" + open,
                "docker://" + registry.host() + "/" + from,
                "docker://" + registry.host() + "/" + to));
    }

    /** Signatures are pushed only where this says so. */
    private Path attachments(PrivateRegistry registry) throws IOException {
        Path folder = Files.createDirectories(work.resolve("registries.d"));
        Files.writeString(
                folder.resolve("attachments.yaml"),
                "docker:\n  " + registry.host() + ":\n    use-sigstore-attachments: true\n");
        return folder;
    }
}
