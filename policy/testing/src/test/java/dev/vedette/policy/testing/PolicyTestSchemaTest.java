package dev.vedette.policy.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema that editors read says the same as the reader. */
class PolicyTestSchemaTest {
    private static final Path RESOURCE =
            Path.of("src/main/resources/dev/vedette/policy/testing/policy-test.schema.json");

    @TempDir
    Path folder;

    @Test
    void isWhatComesOfTheFormsByWhichTestsAreRead() throws Exception {
        String made = new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                        .writeValueAsString(PolicyTestSchema.make())
                + "\n";
        if (Boolean.getBoolean("vedette.renew")) {
            Files.writeString(RESOURCE, made);
        }

        assertThat(made)
                .as("renew it with 'mvn -pl policy/testing -am verify -Dtest=PolicyTestSchemaTest -Dvedette.renew=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false'")
                .isEqualTo(Files.readString(RESOURCE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FileOpened: {file: /etc/shadow}",
                "FileOpened: {file: {path: /tmp/x, from: added, mode: 0755}, write: true, wait: 10m}",
                "FileOpened: {file: {superMagic: tmpfs, inode: 7}, phase: SETUP, entry: IO_URING}",
                "ProcessExecuted: {process: {executable: /bin/sh, arguments: [sh, -c, id], parent: /usr/bin/php}}",
                "ProcessExecuted:",
                "SocketActivity: {operation: CONNECT, peer: '192.0.2.1:443'}",
                "SocketActivity: {operation: CREATE, peer: {family: PACKET}, type: 3}",
                "SignalSent: {target: {process: /usr/bin/sensor, container: host}, signal: 9}",
                "FileChanged: {operation: CHMOD, file: /tmp/x, value: 2541, container: shop/web}",
                "CredentialsChanged: {before: {uid: 1000}, after: {effective: [SYS_ADMIN], permitted: ALL}}",
                "IsolationObserved: {source: RUNTIME, isolation: {privileged: true, hostNamespaces: [PID]}}",
                "ImageObserved: {source: MANIFEST, name: 'registry.example/web:1', container: {pod: {namespace: x}}}",
                "CpuContention: {blame: {window: 10s, waited: 2s, share: 0.9, culprit: shop/miner}}",
                "SensorNotice: {kind: OUTPUT_BEHIND, subject: kafka, why: full, count: 3}",
            })
    void takesWhatTheReaderTakes(String fact) throws Exception {
        String document = document(fact);

        assertThat(problems(document)).isEmpty();
        assertThat(schema().validate(document, InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FileOpened: {}",
                "FileOpened: {fil: /etc/shadow}",
                "FileOpened: {file: {pth: /tmp/x}}",
                "FileOpened: {file: /etc/shadow, write: maybe}",
                "FileOpened: {file: {path: /x, mode: rwx}}",
                "FileRead: {file: /etc/shadow}",
                "SocketActivity: {peer: '192.0.2.1:443'}",
                "SocketActivity: {operation: connect}",
                "SensorNotice: {kind: OUTPUT_BEHIND, count: many}",
                "CpuContention: {blame: {window: ten seconds}}",
                "DiskContention: {culpritBytes: 4096}",
                "CredentialsChanged: {after: {effective: [SYS_ADMN]}}",
            })
    void refusesWhatTheReaderRefuses(String fact) throws Exception {
        String document = document(fact);

        assertThat(problems(document)).isNotEmpty();
        assertThat(schema().validate(document, InputFormat.YAML)).isNotEmpty();
    }

    private static String document(String fact) {
        return """
                apiVersion: vedette.dev/v1alpha1
                kind: PolicyTest
                tests:
                  - name: one
                    facts:
                      - %s
                    findings: none
                """.formatted(fact);
    }

    private List<String> problems(String document) throws Exception {
        Path file = Files.writeString(folder.resolve("one.test.yaml"), document);
        return new PolicyTestReader(List.of())
                .read(file).problems().stream().map(Object::toString).toList();
    }

    private static Schema schema() throws Exception {
        try (InputStream in = PolicyTestReader.class.getResourceAsStream("policy-test.schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
