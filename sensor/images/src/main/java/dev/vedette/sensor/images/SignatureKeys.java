package dev.vedette.sensor.images;

import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved.Signature;
import dev.vedette.policy.model.ImageObserved.Signature.State;
import dev.vedette.policy.model.Parameters;
import dev.vedette.sensor.images.signature.SignatureSearch;
import dev.vedette.sensor.images.signature.TrustedKey;
import dev.vedette.sensor.images.source.Credentials;
import dev.vedette.sensor.images.source.ImageSource;
import dev.vedette.sensor.images.source.OciLayout;
import dev.vedette.sensor.images.source.RegistryClient;
import dev.vedette.sensor.images.source.TrustedAuthorities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for signatures as policies want it: by which keys, where, and with what credentials. Files are read anew each
 * time, so that a key that is replaced counts at once. Thread-safe.
 */
public final class SignatureKeys {
    private static final String RULE = "VDT-6003";

    private final SignatureSearch search = new SignatureSearch();

    /**
     * @param digests of the image's manifest and index; none if it was never pulled
     * @param parameters as they are for the container
     */
    public Signature check(ImageName name, List<String> digests, Parameters parameters) {
        List<String> keyFiles = parameters.list(RULE, "keys");
        if (keyFiles.isEmpty()) {
            return Signature.NOT_ASKED;
        }
        if (digests.isEmpty() || name.registry().isEmpty()) {
            return new Signature(State.ABSENT, "", "it was not pulled from a registry, and nothing says who made it");
        }
        try {
            List<TrustedKey> keys = new ArrayList<>();
            for (String file : keyFiles) {
                keys.add(TrustedKey.read(Path.of(file)));
            }
            Credentials credentials = credentials(parameters.list(RULE, "credentials"));
            List<ImageSource> sources = new ArrayList<>();
            parameters.list(RULE, "layouts").forEach(folder -> sources.add(new OciLayout(Path.of(folder))));
            List<Path> authorities =
                    parameters.list(RULE, "registry-ca").stream().map(Path::of).toList();
            try (RegistryClient registry =
                    new RegistryClient(name.registry(), credentials, TrustedAuthorities.with(authorities))) {
                sources.add(registry);
                return search.find(name.repository(), digests, keys, sources);
            }
        } catch (IOException e) {
            return new Signature(State.NOT_KNOWN, "", sentencePart(e));
        }
    }

    private static Credentials credentials(List<String> files) throws IOException {
        return files.isEmpty() ? Credentials.NONE : Credentials.read(Path.of(files.getFirst()));
    }

    private static String sentencePart(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException ? e.getMessage() + " is not there" : e.getMessage();
    }
}
