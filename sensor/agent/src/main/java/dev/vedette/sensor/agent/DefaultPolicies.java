package dev.vedette.sensor.agent;

import dev.vedette.policy.document.LoadedPolicies;
import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.model.PolicySet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policy that holds where none is given: everything is said, nothing is done. */
final class DefaultPolicies {
    private static final String DOCUMENT = "/policies/default.yaml";

    private DefaultPolicies() {}

    static PolicySet load(RuleCatalog catalog) {
        LoadedPolicies loaded = new PolicyLoader(catalog.all()).parse(DOCUMENT, text());
        if (loaded instanceof LoadedPolicies.Accepted accepted) {
            return accepted.policies();
        }
        throw new IllegalStateException("the built-in policy is refused: " + loaded);
    }

    private static String text() {
        try (InputStream in = DefaultPolicies.class.getResourceAsStream(DOCUMENT)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
