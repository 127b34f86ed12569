package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real registry for images on this machine's loopback, that belongs to one folder and one owner. Not thread-safe.
 */
public final class PrivateRegistry implements AutoCloseable {
    /** Names the folder that {@code install-runtimes.sh} has filled. */
    public static final String VARIABLE = DockerPrograms.VARIABLE;

    private static final Duration START = Duration.ofSeconds(20);
    private static final String LOOPBACK = "127.0.0.1";

    private final Process process;
    private final int port;
    private final Path folder;

    /**
     * How a registry shows and protects itself.
     *
     * @param certificate PEM; without one it speaks plain HTTP
     * @param key PEM
     * @param passwords as {@code htpasswd} writes them, with bcrypt; without them everybody may read and write
     * @param tokens whose tokens it takes, in place of passwords; their certificate is the registry's own
     */
    public record Protection(
            Optional<Path> certificate, Optional<Path> key, Optional<Path> passwords, Optional<URI> tokens) {
        public static final Protection NONE =
                new Protection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        /** By TLS, with passwords of its own. */
        public static Protection passwords(LoopbackCertificate pair, Path passwords) {
            return new Protection(
                    Optional.of(pair.certificate()), Optional.of(pair.key()), Optional.of(passwords), Optional.empty());
        }

        /** By TLS, with tokens of another server. */
        public static Protection tokens(LoopbackCertificate pair, TokenAuthority authority) {
            return new Protection(
                    Optional.of(pair.certificate()),
                    Optional.of(pair.key()),
                    Optional.empty(),
                    Optional.of(authority.realm()));
        }
    }

    private PrivateRegistry(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /**
     * Starts a registry and waits until it answers.
     *
     * @param folder is made, and deleted in the end
     */
    public static PrivateRegistry start(Path folder, Protection protection) throws IOException {
        Path program = program()
                .orElseThrow(
                        () -> new IOException("there is no docker-registry: run tests/install-runtimes.sh FOLDER and"
                                + " set " + VARIABLE + " to that folder"));
        Files.createDirectories(folder.resolve("content"));
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("registry.yml"), yaml(folder, port, protection));
        Process process = new ProcessBuilder(program.toString(), "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("registry.log").toFile())
                .start();
        PrivateRegistry registry = new PrivateRegistry(process, port, folder);
        if (!Await.until(START, () -> registry.answers() || !process.isAlive()) || !process.isAlive()) {
            List<String> log = Files.readAllLines(folder.resolve("registry.log"));
            registry.close();
            throw new IOException(
                    "the registry did not start; its last words: " + (log.isEmpty() ? "none" : log.getLast()));
        }
        return registry;
    }

    /** The registry's program, where it was fetched. */
    public static Optional<Path> program() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(runtimes -> Path.of(runtimes, "registry/usr/bin/docker-registry"))
                .filter(Files::isExecutable);
    }

    /** Host and port, as in images' names. */
    public String host() {
        return LOOPBACK + ":" + port;
    }

    private boolean answers() {
        try (Socket _ = new Socket(InetAddress.ofLiteral(LOOPBACK), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static String yaml(Path folder, int port, Protection protection) {
        StringBuilder yaml = new StringBuilder("""
                version: 0.1
                log: {level: warn}
                storage:
                  filesystem: {rootdirectory: %s}
                http:
                  addr: %s:%d
                """.formatted(folder.resolve("content"), LOOPBACK, port));
        protection
                .certificate()
                .ifPresent(certificate -> yaml.append("  tls: {certificate: %s, key: %s}\n"
                        .formatted(certificate, protection.key().orElseThrow())));
        protection
                .passwords()
                .ifPresent(
                        passwords -> yaml.append("auth:\n  htpasswd: {realm: test, path: %s}\n".formatted(passwords)));
        protection
                .tokens()
                .ifPresent(realm -> yaml.append("""
                auth:
                  token: {realm: "%s", service: %s, issuer: %s, rootcertbundle: %s}
                """.formatted(
                                realm,
                                TokenAuthority.SERVICE,
                                TokenAuthority.ISSUER,
                                protection.certificate().orElseThrow())));
        return yaml.toString();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Leftovers.deleteTree(folder);
    }
}
