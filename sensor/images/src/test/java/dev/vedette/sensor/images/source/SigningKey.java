package dev.vedette.sensor.images.source;

import java.nio.file.Files;
import java.nio.file.Path;

/** A key pair as skopeo makes it, in cosign's forms. */
record SigningKey(Path privateKey, Path publicKey, Path passphrase) {
    static SigningKey make(Path folder, String name) throws Exception {
        Path passphrase = Files.writeString(folder.resolve(name + ".pass"), "passphrase");
        Skopeo.run(
                "generate-sigstore-key",
                "--output-prefix",
                folder.resolve(name).toString(),
                "--passphrase-file",
                passphrase.toString());
        return new SigningKey(folder.resolve(name + ".private"), folder.resolve(name + ".pub"), passphrase);
    }
}
