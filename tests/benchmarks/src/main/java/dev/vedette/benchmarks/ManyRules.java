package dev.vedette.benchmarks;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.RuleBundle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Bundles of as many rules as one wants: some of the built-in catalogue about the common events, copied under other ids. A
 * copy asks for the lists of its own id, so that only what does not depend on lists is the same condition.
 */
final class ManyRules {
    /** Each holds one rule: eleven about programs that begin, five about opened files, four about connections. */
    private static final List<String> ORIGINALS = List.of(
            "VDT-2021-helper-runs-unusual",
            "VDT-2025-started-outside-root",
            "VDT-3002-server-started-shell",
            "VDT-3003-reverse-shell",
            "VDT-3005-fileless-execution",
            "VDT-3007-network-tool",
            "VDT-3030-privilege-escalation-mark",
            "VDT-3033-server-starts-program",
            "VDT-3038-account-tool-run",
            "VDT-3046-compiler-in-service",
            "VDT-3053-run-through-loader",
            "VDT-2002-core-pattern",
            "VDT-2007-node-files-through-processes",
            "VDT-2008-runtime-binary-written",
            "VDT-3014-credentials-read",
            "VDT-3045-kernel-facts-sought",
            "VDT-2010-shim-socket",
            "VDT-2011-runtime-api-used",
            "VDT-3016-api-by-others",
            "VDT-3017-raw-socket");

    private static final String CATALOGUE = "/dev/vedette/rules/";

    private ManyRules() {}

    /** Compiles so many copies of the twenty. */
    static RuleBundle copies(int copies, Path folder) throws IOException, InterruptedException, BundleException {
        Path sources = folder.resolve("rules-" + copies);
        // The compiler wants folders named after packages, and has conditions shared within one package only.
        Path ofPackage = Files.createDirectories(sources.resolve("bench/copies"));
        for (int copy = 0; copy < copies; copy++) {
            for (String original : ORIGINALS) {
                String id = "C%02d-".formatted(copy);
                Files.writeString(
                        ofPackage.resolve(original + "-" + copy + ".drl"),
                        text(original + ".drl")
                                .replace("VDT-", id)
                                .replaceFirst("package dev\\.vedette\\.rules", "package bench.copies"));
                Files.writeString(
                        ofPackage.resolve(original + "-" + copy + ".md"),
                        text(original + ".md").replace("VDT-", id));
            }
        }
        Path bundle = folder.resolve("rules-" + copies + ".jar");
        Stage.compile(sources, bundle);
        return RuleBundle.open(bundle);
    }

    private static String text(String file) throws IOException {
        try (InputStream in = ManyRules.class.getResourceAsStream(CATALOGUE + file)) {
            if (in == null) {
                throw new IOException(
                        file + " is not among the built-in rules any more; choose another one for the copies");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
