package dev.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vedette scan}, by what it is given to judge. */
class ScanInputsTest {
    @TempDir
    Path folder;

    @BeforeAll
    static void logAsTheProgramDoes() {
        Logging.configure();
    }

    @Test
    void aChartIsJudgedAsItRendersWithItsValues() throws IOException {
        write("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n");
        write("web/values.yaml", "hostPID: false\n");
        write("web/templates/pod.yaml", pod("web", "hostPID: {{ .Values.hostPID }}"));
        String chart = folder.resolve("web").toString();

        assertThat(Ran.command("scan", "--helm", chart).exit()).isZero();
        Ran found = Ran.command("scan", folder.toString(), "--set", "hostPID=true");
        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out()).contains("VDT-1002", chart + "/templates/pod.yaml ", "Pod shop/web");
        assertThat(Ran.command("scan", "--only", "pss", "--helm", chart, "--set", "hostPID=true")
                        .out())
                .contains("hostNamespaces");
    }

    @Test
    void onlyWhatARevisionDoesNotHaveIsTold() throws Exception {
        write("deploy/a.yaml", pod("old", "hostPID: true"));
        git("init", "-q");
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "x");
        String deploy = folder.resolve("deploy").toString();

        write("deploy/a.yaml", "# a line more\n" + pod("old", "hostPID: true"));
        Ran nothing = Ran.command("scan", "--new-from", "HEAD", deploy);
        assertThat(nothing.exit()).isZero();
        assertThat(nothing.err()).contains("not told: findings that were there in the revision already: ");

        write("deploy/b.yaml", pod("new", "hostPID: true"));
        Ran found = Ran.command("scan", "--new-from", "HEAD", deploy);
        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out()).contains("VDT-1002", "Pod shop/new").doesNotContain("Pod shop/old");
        Ran standard = Ran.command("scan", "--only", "pss", "--new-from", "HEAD", deploy);
        assertThat(standard.out()).contains("hostNamespaces", "Pod shop/new").doesNotContain("Pod shop/old");

        Ran unknown = Ran.command("scan", "--new-from", "no-such", deploy);
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).startsWith("vedette: 'no-such' is no commit that the repository ");
    }

    @Test
    void aCustomKindIsJudgedWhereItIsToldToKeepItsPods() throws IOException {
        String fleet = write("fleet.yaml", """
                apiVersion: example.com/v1
                kind: Fleet
                metadata: {name: ships, namespace: shop}
                spec:
                  crews: [{pod: {spec: {hostPID: true, containers: [{name: a, image: x}]}}}]
                """).toString();

        Ran found = Ran.command("scan", "--template", "Fleet.example.com=spec.crews.*.pod", fleet);
        assertThat(found.exit()).isEqualTo(1);
        assertThat(found.out()).contains("VDT-1002", "Fleet shop/ships");
        Ran wrong = Ran.command("scan", "--template", "Fleet.example.com=spec.pod", fleet);
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.out()).contains("this Fleet has no pod's specification, and was not judged");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            scan --namespace shop x                    | give --cluster as well
            scan --new-from HEAD -                     | --new-from compares files
            scan --new-from HEAD --cluster             | --new-from compares files
            scan --cluster --kubeconfig /nowhere/file  | The kubeconfig /nowhere/file can't be read
            scan --template spec.template x            | write Kind.group=spec.path.to.template
            scan --set a x                             | 'a' is not KEY=VALUE
            """)
    void whatCannotBeJudgedIsSaidInOneSentence(String arguments, String said) {
        Ran ran = Ran.command(arguments.strip().split(" "));

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("vedette: ").contains(said).doesNotContain("this was not expected");
        assertThat(ran.showsInternals()).isFalse();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Without anything that is found but what {@code setting} brings. */
    private static String pod(String name, String setting) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: shop}
                spec:
                  %s
                  automountServiceAccountToken: false
                  containers:
                    - name: web
                      image: shop@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                      resources: {limits: {cpu: 1, memory: 1Gi}}
                      securityContext:
                        runAsUser: 10001
                        allowPrivilegeEscalation: false
                        readOnlyRootFilesystem: true
                        seccompProfile: {type: RuntimeDefault}
                        capabilities: {drop: [ALL]}
                """.formatted(name, setting);
    }
}
