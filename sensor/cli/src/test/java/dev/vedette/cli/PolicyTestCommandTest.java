package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the built-in rules and of policies, as people run them. */
class PolicyTestCommandTest {
    private static final String HEAD = """
            apiVersion: vedette.dev/v1alpha1
            kind: PolicyTest
            """;

    private static final String POLICIES = """
            apiVersion: vedette.dev/v1alpha1
            kind: Policy
            metadata: {name: shop}
            spec:
              mode: enforce
              scope: {namespaces: [shop]}
              responses:
                - {rule: VDT-3014, action: pause}
              exceptions:
                - {rule: VDT-3014, workload: shop/backup, reason: It packs all, expires: 2026-06-30}
            """;

    private static final String TESTS = HEAD + """
            rules: [VDT-3014]
            policies: shop.yaml
            process: {executable: {path: /tmp/x, from: added}}
            tests:
              - name: answered in the shop
                facts: [FileOpened: {file: /root/.ssh/id_rsa}]
                findings:
                  - {rule: VDT-3014, response: pause, mode: enforce, policy: shop}
              - name: told elsewhere
                container: test/web
                facts: [FileOpened: {file: /root/.ssh/id_rsa}]
                findings:
                  - {rule: VDT-3014, response: alert}
              - name: the backup is excepted
                container: shop/backup
                facts: [FileOpened: {file: /root/.ssh/id_rsa}]
                findings: none
              - name: but not for ever
                on: 2026-07-01
                container: shop/backup
                facts: [FileOpened: {file: /root/.ssh/id_rsa}]
                findings:
                  - {rule: VDT-3014, response: pause}
            """;

    @TempDir
    Path folder;

    @Test
    void policiesAreTestedBesideWhereTheyLie() throws Exception {
        Files.writeString(folder.resolve("shop.yaml"), POLICIES);
        Files.writeString(folder.resolve("shop.test.yaml"), TESTS);

        Ran ran = Ran.command("policy", "test", folder.toString());

        assertThat(ran.out())
                .contains("passed  answered in the shop", "passed  but not for ever", "4 tests, all passed");
        assertThat(ran.exit()).isZero();
        assertThat(Ran.command("policy", "check", folder.toString()).exit()).isZero();
    }

    @Test
    void aTestThatFailsIsNamedWithItsPlaceAndTheDifference() throws Exception {
        Files.writeString(folder.resolve("shop.yaml"), POLICIES.replace("enforce", "audit"));
        Path tests = Files.writeString(folder.resolve("shop.test.yaml"), TESTS);

        Ran ran = Ran.command("policy", "test", folder.toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains(
                        "FAILED  answered in the shop (" + tests + ":7)",
                        "VDT-3014 (line 10): mode is 'audit', expected 'enforce'",
                        "4 tests, 1 failed");
    }

    @Test
    void whatCannotBeReadIsNoFailureOfATest() throws Exception {
        Path tests = Files.writeString(folder.resolve("x.test.yaml"), TESTS.replace("process:", "proces:"));

        Ran ran = Ran.command("policy", "test", folder.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err())
                .contains(tests + ":5:1: 'proces' is not a key of a file of tests; did you mean 'process'?");
        assertThat(ran.showsInternals()).isFalse();
    }

    @Test
    void withoutATestItSaysSo() {
        Ran ran = Ran.command("policy", "test", folder.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no test (*.test.yaml) in " + folder);
    }

    @Test
    void newRulesAreMadeOnceAndNeverOverwritten() throws Exception {
        Path rules = folder.resolve("ledger");

        Ran made = Ran.command("policy", "new", rules.toString(), "--id", "ACME-0001");
        assertThat(made.exit()).isZero();
        assertThat(made.out()).contains("made " + rules.resolve("ACME-0001.drl"), "vedette policy test " + rules);
        Files.writeString(rules.resolve("ACME-0001.drl"), "changed");

        Ran again = Ran.command("policy", "new", rules.toString(), "--id", "ACME-0001");
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        assertThat(rules.resolve("ACME-0001.drl")).hasContent("changed");
    }

    @Test
    void anExceptionThatHasExpiredIsNamedAndIsNoFault() throws Exception {
        String policies = POLICIES.replace("2026-06-30", "2020-06-30");
        Path file = Files.writeString(folder.resolve("shop.yaml"), policies);

        Ran check = Ran.command("policy", "check", file.toString());
        assertThat(check.exit()).isZero();
        assertThat(check.out())
                .contains(
                        "exception for VDT-3014, HAS EXPIRED: take it out, or give it a new day: It packs all (policy shop");
        assertThat(Ran.command("policy", "explain", "--policies", file.toString(), "--for", "shop/backup")
                        .out())
                .contains("HAS EXPIRED");

        Files.writeString(file, POLICIES.replace("2026-06-30", "2999-06-30"));
        assertThat(Ran.command("policy", "check", file.toString()).out()).doesNotContain("EXPIRED", "ends in");
    }

    @Test
    void editorsAndClustersGetTheSchemas() {
        assertThat(Ran.command("policy", "schema", "policy").out()).contains("policy.schema.json");
        assertThat(Ran.command("policy", "schema", "test").out()).contains("policy-test.schema.json");
        assertThat(Ran.command("policy", "schema", "crd").out()).contains("kind: CustomResourceDefinition");
    }
}
