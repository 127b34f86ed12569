package dev.vedette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scan --fix} as a person runs it: what it writes where, and what it exits with. */
class ScanFixTest {
    private static final String OPEN = """
        kind: Pod
        metadata: {name: grüße} # für alle
        spec:
          hostPID: true # why
          containers: []
        """;
    private static final String CLOSED = OPEN.replace("true", "false");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("pod.yaml"), OPEN);
    }

    @Test
    void mendsTheFileAndSaysWhat() throws IOException {
        Ran ran = Ran.command("scan", "--only", "pss", "--pss-level", "baseline", "--fix", file.toString());

        assertThat(ran.exit()).isZero();
        assertThat(Files.readString(file)).isEqualTo(CLOSED);
        assertThat(ran.out())
                .contains("fixed  hostNamespaces  " + file + ":4:12  /spec/hostPID: false")
                .contains("fixed: 1 in 1 of 1 files; left: 0");
    }

    @Test
    void mendsByTheRulesAndNamesWhatIsLeft() throws IOException {
        Files.writeString(file, """
            kind: Pod
            spec:
              containers:
              - name: a
                volumeMounts: [{name: s, mountPath: /s}]
                securityContext: {privileged: true}
              volumes: [{name: s, hostPath: {path: /run/containerd}}]
            """);

        Ran ran = Ran.command("scan", "--fix", file.toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(Files.readString(file))
                .contains("    securityContext: {privileged: false, allowPrivilegeEscalation: false}\n");
        assertThat(ran.out()).contains("left   VDT-1008", "decide how it does without the runtime's socket");
    }

    @Test
    void aDryRunPrintsADiffAndNothingElseOnStandardOutput() throws IOException {
        Ran ran =
                Ran.command("scan", "--only", "pss", "--pss-level", "baseline", "--fix", "--dry-run", file.toString());

        assertThat(ran.exit()).isZero();
        assertThat(Files.readString(file)).isEqualTo(OPEN);
        assertThat(ran.out())
                .startsWith("--- a" + file + "\n+++ b" + file + "\n@@ ")
                .contains("-  hostPID: true # why\n+  hostPID: false # why\n");
        assertThat(ran.err()).contains("would fix  hostNamespaces");
    }

    @Test
    void standardInputComesOutMended() {
        InputStream in = System.in;
        try {
            System.setIn(new ByteArrayInputStream(OPEN.getBytes(UTF_8)));
            Ran ran = Ran.command("scan", "--only", "pss", "--pss-level", "baseline", "--fix", "-");

            assertThat(ran.exit()).isZero();
            assertThat(ran.out()).isEqualTo(CLOSED);
            assertThat(ran.err()).contains("fixed: 1 in 1 of 1 files");
        } finally {
            System.setIn(in);
        }
    }

    @Test
    void programsGetWhatWasDoneAsJson() {
        Ran ran = Ran.command("scan", "--only", "pss", "--fix", "--format", "json", file.toString());

        assertThat(ran.out()).contains("\"change\" : \"/spec/hostPID: false\"", "\"problems\" : [ ]");
    }

    @Test
    void aDryRunOfNothingIsAMistake() {
        Ran ran = Ran.command("scan", "--dry-run", file.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("--dry-run is for --fix: give both");
    }
}
