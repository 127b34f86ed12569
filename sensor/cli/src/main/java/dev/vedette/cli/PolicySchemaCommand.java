package dev.vedette.cli;

import dev.vedette.policy.document.PolicyLoader;
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
        description = "Print the JSON Schema of policies or of tests, for editors.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  vedette policy schema policy > policy.schema.json",
            "  vedette policy schema test > policy-test.schema.json",
            "  and on top of a document:  # yaml-language-server: $schema=policy.schema.json"
        })
final class PolicySchemaCommand implements Callable<Integer> {
    /** What there are schemas of. */
    enum Of {
        POLICY,
        TEST
    }

    @Parameters(paramLabel = "policy|test", description = "Of which documents.")
    private Of documents;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (InputStream schema = documents == Of.POLICY
                ? PolicyLoader.class.getResourceAsStream("policy.schema.json")
                : PolicyTestReader.class.getResourceAsStream("policy-test.schema.json")) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(new String(schema.readAllBytes(), StandardCharsets.UTF_8).strip());
            out.flush();
        }
        return 0;
    }
}
