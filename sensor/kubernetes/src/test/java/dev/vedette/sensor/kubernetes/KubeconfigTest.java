package dev.vedette.sensor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeconfigTest {
    private static final String TWO = """
        current-context: near
        contexts:
          - {name: near, context: {cluster: one, user: me}}
          - {name: far, context: {cluster: two, user: me}}
          - {name: lost, context: {cluster: three, user: me}}
        clusters:
          - {name: one, cluster: {server: "https://one.example:6443"}}
          - {name: two, cluster: {server: "https://two.example:6443", certificate-authority: ca.pem}}
        users:
          - {name: me, user: {token: t}}
        """;

    @TempDir
    Path folder;

    @Test
    void takesTheCurrentContextOrTheOneThatIsNamed() throws Exception {
        Kubeconfig kubeconfig = written(TWO);

        assertThat(kubeconfig.of(Optional.empty()).getMasterUrl()).isEqualTo("https://one.example:6443/");
        assertThat(kubeconfig.of(Optional.of("far")).getMasterUrl()).isEqualTo("https://two.example:6443/");
    }

    @Test
    void filesThatItNamesLieBesideIt() throws Exception {
        assertThat(written(TWO).of(Optional.of("far")).getCaCertFile())
                .isEqualTo(folder.resolve("ca.pem").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        nowhere | has no context 'nowhere': give --context with one of near, far, lost
        lost    | has no server for the cluster 'three' of its context 'lost'
        """)
    void aContextThatLeadsNowhereIsSaidAndNoOtherClusterTaken(String context, String said) {
        assertThatThrownBy(() -> written(TWO).of(Optional.of(context)))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining(said)
                .hasMessageContaining(folder.resolve("config").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        clusters: [;  - x           | is none (line 2, column 3: expected the node content, but found '-')
        just some words             | is none (clusters, contexts and users are to be lists
        clusters: text              | is none (clusters, contexts and users are to be lists
        '# nothing'                 | is empty: name another
        contexts: []                | does not say which context is meant
        """)
    void whatIsNoKubeconfigIsSaidInOneSentence(String text, String said) {
        assertThatThrownBy(() -> written(text.replace(';', '\n')).of(Optional.empty()))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining(said)
                .message()
                .hasLineCount(1)
                .doesNotContain("Exception", "fabric8");
    }

    @Test
    void aFileThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> new Kubeconfig(folder.resolve("absent")).of(Optional.empty()))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("absent can't be read (there is no such file): name another with --kubeconfig");
    }

    private Kubeconfig written(String text) throws IOException {
        return new Kubeconfig(Files.writeString(folder.resolve("config"), text));
    }
}
