package dev.vedette.policy.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema by which editors complete and check policies. */
public final class PolicySchema {
    private PolicySchema() {}

    /** The schema itself, in JSON. */
    public static String text() {
        try (InputStream in = PolicySchema.class.getResourceAsStream("policy.schema.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
