package dev.vedette.sensor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeletConfigTest {
    @TempDir
    Path folder;

    private NodeTree node;

    @BeforeEach
    void node() {
        node = new NodeTree(folder);
    }

    @Test
    void flagsGoBeforeDropInsBeforeTheFile() {
        node.with("/etc/kubelet.yaml", """
                kind: KubeletConfiguration
                cgroupDriver: cgroupfs
                readOnlyPort: 10255
                seccompDefault: true
                """)
                .with("/etc/kubelet.d/20-b.conf", "readOnlyPort: 0\n")
                .with("/etc/kubelet.d/10-a.conf", "readOnlyPort: 10256\ncgroupDriver: systemd\n")
                .with("/etc/kubelet.d/ignored.yaml", "readOnlyPort: 1\n");

        KubeletConfig config = KubeletConfig.read(
                node.root(),
                List.of(
                        "/usr/bin/kubelet",
                        "--config=/etc/kubelet.yaml",
                        "--config-dir",
                        "/etc/kubelet.d",
                        "--seccomp-default=false"),
                node.problems::add);

        assertThat(config.readOnlyPort().value()).isEqualTo("0");
        assertThat(config.readOnlyPort().source()).isEqualTo("/etc/kubelet.d/20-b.conf:1 (readOnlyPort)");
        assertThat(config.cgroupDriver().value()).isEqualTo("systemd");
        assertThat(config.seccompDefault().value()).isEqualTo("false");
        assertThat(config.seccompDefault().source()).isEqualTo("flag --seccomp-default");
        assertThat(node.problems).isEmpty();
    }

    @Test
    void withoutAFileTheOldDefaultsOfTheFlagsHold() {
        KubeletConfig bare = KubeletConfig.read(node.root(), List.of("kubelet", "--v=2"), node.problems::add);

        assertThat(bare.anonymousAuth().value()).isEqualTo("true");
        assertThat(bare.authorizationMode().value()).isEqualTo("AlwaysAllow");
        assertThat(bare.readOnlyPort().value()).isEqualTo("10255");
    }

    @Test
    void withAFileItsSafeDefaultsHold() {
        node.with(KubeletConfig.USUAL_FILE, "kind: KubeletConfiguration\n");

        KubeletConfig config = KubeletConfig.read(node.root(), List.of(), node.problems::add);

        assertThat(config.anonymousAuth().value()).isEqualTo("false");
        assertThat(config.authorizationMode().value()).isEqualTo("Webhook");
        assertThat(config.readOnlyPort().value()).isEqualTo("0");
    }

    @Test
    void ofAFlagGivenTwiceTheLastCounts() {
        KubeletConfig config = KubeletConfig.read(
                node.root(),
                List.of("kubelet", "--anonymous-auth=false", "--anonymous-auth", "--read-only-port", "0"),
                node.problems::add);

        assertThat(config.anonymousAuth().value()).isEqualTo("true");
        assertThat(config.readOnlyPort().value()).isEqualTo("0");
    }

    @Test
    void aHalfWrittenFileIsToldAndItsDefaultsAreNotTakenForTheFlags() {
        node.with("/etc/kubelet.yaml", "cgroupDriver: [systemd\nreadOnlyPort: 10255\n");

        KubeletConfig config = KubeletConfig.read(
                node.root(), List.of("kubelet", "--config", "/etc/kubelet.yaml"), node.problems::add);

        assertThat(config.isIncomplete()).isTrue();
        assertThat(config.anonymousAuth().value()).isEqualTo("false");
        assertThat(node.problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence())
                        .startsWith("/etc/kubelet.yaml:")
                        .contains("is not YAML"));
    }

    @Test
    void aFileThatIsNamedButNotThereIsTold() {
        KubeletConfig.read(node.root(), List.of("kubelet", "--config=/nowhere.yaml"), node.problems::add);

        assertThat(node.problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).contains("/nowhere.yaml", "not there"));
    }
}
