package dev.vedette.tests.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Scope;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.demo.runtime.PrivateRegistry;
import dev.vedette.sensor.demo.runtime.PrivateRegistry.Protection;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.Skopeo;
import dev.vedette.sensor.demo.runtime.Skopeo.SigningKey;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.OnAttackRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the running sensor tells of images; each rule has its attacks in the module that looks at images. */
@OnAttackRange
class ImageTrustTest {
    @TempDir
    Path folder;

    private final AttackRange range;

    ImageTrustTest(AttackRange range) {
        this.range = range;
    }

    @AfterEach
    void askNothingMore() {
        range.sensor().replacePolicies(PolicySet.NONE);
    }

    @Test
    void findsAnUnsignedImageAndIsSilentOnASignedOne() throws Exception {
        try (PrivateRegistry registry = PrivateRegistry.start(folder.resolve("registry"), Protection.NONE)) {
            Skopeo skopeo = new Skopeo(folder.resolve("skopeo"));
            SigningKey key = skopeo.makeKey("ours");
            skopeo.push(registry, "trust:signed", "signed", Optional.of(key));
            skopeo.push(registry, "trust:unsigned", "unsigned", Optional.empty());
            range.sensor()
                    .replacePolicies(new PolicySet(
                            List.of(),
                            List.of(),
                            List.of(
                                    list("VDT-6003", "keys", key.publicKey().toString()),
                                    list("VDT-6002", "pinned", "*"))));

            RunningContainer signed = runs(registry, "signed");
            RunningContainer unsigned = runs(registry, "unsigned");

            assertThat(found(unsigned.id(), "VDT-6003").severity()).isEqualTo(Severity.HIGH);
            found(signed.id(), "VDT-6002");
            assertThat(range.findings().of(signed.id(), "VDT-6003")).isEmpty();
        }
    }

    @Test
    void findsAContainerMadeBesideKubernetesAndTheClientThatMadeIt() throws Exception {
        range.ordinary();
        String id = "beside-" + System.nanoTime();
        ctr("run", "--detach", "--null-io", "localhost/vedette/demo:1", id, "sleep", "1000");
        try {
            Finding made = found(id, "VDT-6007");
            assertThat(made.severity()).isEqualTo(Severity.HIGH);
            range.findings()
                    .await(
                            "the client",
                            finding -> finding.ruleId().equals("VDT-6007")
                                    && finding.container().onHost()
                                    && finding.message().contains("/ctr"));
        } finally {
            ctr("tasks", "delete", "--force", id);
            ctr("containers", "delete", id);
        }
    }

    private RunningContainer runs(PrivateRegistry registry, String tag) {
        String reference = registry.host() + "/trust:" + tag;
        range.containerd().pullImage(reference);
        return range.start(
                "trust-" + tag, UnaryOperator.identity(), container -> container.image(reference), "sleep", "1000");
    }

    private Finding found(String containerId, String rule) {
        return range.findings()
                .await(
                        rule + " of " + containerId,
                        finding -> finding.container().id().equals(containerId)
                                && finding.ruleId().equals(rule));
    }

    private static ParameterOverride list(String rule, String name, String... values) {
        return new ParameterOverride("test", Scope.CONTAINERS, rule, name, List.of(values));
    }

    /** Among the containers of Kubernetes, where the image is. */
    private void ctr(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                range.programs().ctr().toString(),
                "--address",
                range.containerd().endpoint().socket().toString(),
                "--namespace",
                "k8s.io"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(folder, "ctr", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
