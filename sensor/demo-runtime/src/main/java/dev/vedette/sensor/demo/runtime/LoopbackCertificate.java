package dev.vedette.sensor.demo.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A certificate for servers on 127.0.0.1 that signs itself and lasts two days, made with openssl.
 *
 * @param certificate PEM
 * @param key PEM of PKCS #8, on P-256
 */
public record LoopbackCertificate(Path certificate, Path key) {
    /** @param folder is made; both files are written there, under names that registries' clients look for */
    public static LoopbackCertificate make(Path folder) throws IOException {
        Files.createDirectories(folder);
        LoopbackCertificate made = new LoopbackCertificate(folder.resolve("ca.crt"), folder.resolve("server.pem"));
        Commands.run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-keyout",
                made.key().toString(),
                "-out",
                made.certificate().toString(),
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1"));
        return made;
    }
}
