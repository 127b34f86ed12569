package dev.vedette.policy.manifest;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** All that operands name, in one piece. */
public final class ReadTogether {
    private ReadTogether() {}

    public static ManifestSet of(List<String> operands) {
        return of(operands, InputStream.nullInputStream());
    }

    public static ManifestSet of(List<String> operands, InputStream standardInput) {
        return of(operands, standardInput, ReadSettings.DEFAULT);
    }

    static ManifestSet of(List<String> operands, InputStream standardInput, ReadSettings settings) {
        List<ManifestSet> parts = new ArrayList<>();
        ManifestReader.read(operands, standardInput, settings, parts::add);
        return ManifestSet.of(parts);
    }
}
