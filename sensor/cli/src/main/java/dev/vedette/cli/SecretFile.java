package dev.vedette.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads secrets from files: on a command line everybody on the machine would see them. */
final class SecretFile {
    private SecretFile() {}

    static String read(Path file) {
        try {
            String secret = Files.readString(file).strip();
            if (secret.isEmpty()) {
                throw new CommandFailed(file + " is empty: put the secret into it");
            }
            return secret;
        } catch (IOException e) {
            throw new CommandFailed("cannot read the secret in " + file + ": " + e.getMessage(), e);
        }
    }
}
