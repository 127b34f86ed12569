package dev.vedette.policy.compiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a rule with its page. */
final class RuleSource {
    private RuleSource() {}

    static String detect(String id) {
        return "insert(Detection.of(\"" + id + "\", Severity.HIGH, $e, \"wrote\").with(\"file\", \"f\"));";
    }

    /** The rule begins in line 5, the condition stands in line 7, the consequence begins in line 9. */
    static void write(Path directory, String id, String condition, String consequence) throws IOException {
        Files.writeString(directory.resolve(id + "-test.drl"), """
                package my.rules
                import dev.vedette.policy.model.*
                global Parameters parameters

                rule "%s"
                when
                    %s
                then
                    %s
                end
                """.formatted(id, condition, consequence));
        Files.writeString(directory.resolve(id + "-test.md"), """
                ---
                id: %s
                title: Title of %s
                severity: high
                techniques: [T1611]
                parameters:
                  names: [alpha, beta]
                ---
                ## What it means
                A test.
                """.formatted(id, id));
    }
}
