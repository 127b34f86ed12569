package dev.vedette.cli;

import dev.vedette.policy.document.PolicyCrd;
import dev.vedette.policy.document.PolicySchema;
import dev.vedette.policy.testing.PolicyTestReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the schemas by which editors complete and check documents. */
@Command(
        name = "schema",
        description =
                "Print the JSON Schema of policies or of tests, for editors, or the CustomResourceDefinition by which a cluster"
                        + " takes policies as objects.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy schema policy > policy.schema.json",
            "  vedette policy schema test > policy-test.schema.json",
            "  vedette policy schema crd | kubectl apply -f -",
            "  and on top of a document:  # yaml-language-server: $schema=policy.schema.json"
        })
final class PolicySchemaCommand implements Callable<Integer> {
    /** What there are schemas of. */
    enum Of {
        POLICY,
        TEST,
        CRD
    }

    @Parameters(paramLabel = "policy|test|crd", description = "Of which documents.")
    private Of documents;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text().strip());
        out.flush();
        return 0;
    }

    private String text() throws IOException {
        return switch (documents) {
            case POLICY -> PolicySchema.text();
            case TEST -> resource(PolicyTestReader.class, "policy-test.schema.json");
            case CRD -> PolicyCrd.yaml();
        };
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream schema = beside.getResourceAsStream(name)) {
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
