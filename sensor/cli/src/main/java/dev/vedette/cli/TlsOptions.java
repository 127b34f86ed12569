package dev.vedette.cli;

import dev.vedette.policy.tls.PemFiles;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a server proves itself with: both files, or neither. */
final class TlsOptions {
    @Option(names = "--tls-cert", paramLabel = "PEM", description = "Certificate chain; without it one is made.")
    private Path certificates;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate's key, without a password.")
    private Path key;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    Optional<PemFiles> files() {
        if ((certificates == null) != (key == null)) {
            throw new ParameterException(command.commandLine(), "give both --tls-cert and --tls-key, or neither");
        }
        return Optional.ofNullable(certificates).map(chain -> new PemFiles(chain, key));
    }
}
