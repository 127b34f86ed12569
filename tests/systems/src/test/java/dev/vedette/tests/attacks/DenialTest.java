package dev.vedette.tests.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Finding;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.control.ControlClient;
import dev.vedette.sensor.control.ControlSocket;
import dev.vedette.sensor.control.wire.DenialLine;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import dev.vedette.tests.support.Waiting;
import dev.vedette.tests.support.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What policies deny to real containers, by the hooks that every kernel has. */
@OnAttackRange
class DenialTest {
    private static final String CONNECT =
            "perl -MSocket -e 'socket(my $s, 2, 2, 0) or die; connect($s, pack_sockaddr_in(53, inet_aton(\"169.254.169.254\")))"
                    + " or die \"$!\"'";

    private final AttackRange range;
    private Sensor sensor;
    private Findings findings;
    private Path state;

    DenialTest(AttackRange range) {
        this.range = range;
    }

    @AfterEach
    void end() {
        if (sensor != null) {
            sensor.close();
        }
    }

    private void deny(String mode, boolean auditOnly, String rules) throws Exception {
        Path folder = range.folder();
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: denying}
                spec:
                  mode: %s
                  scope: {workloads: ["denied-*"]}
                  deny:
                """.formatted(mode) + rules.indent(4));
        Path file = folder.resolve("findings.ndjson");
        findings = new Findings(file);
        Tuning usual = Tuning.defaults();
        SensorSettings settings = range.settings(
                folder.getFileName().toString(),
                file,
                usual.withResponses(usual.responses().withAuditOnly(auditOnly)),
                policy);
        state = settings.stateDirectory();
        sensor = ReadySensor.by(settings);
    }

    private Workload denied(String name) {
        return range.workload("denied-" + name, UnaryOperator.identity(), container -> container);
    }

    private void isInForceFor(Workload workload) {
        Waiting.until(
                "the denial is in force",
                () -> denials().stream().anyMatch(line -> line.getContainerId().equals(workload.id())));
    }

    private List<DenialLine> denials() {
        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            return client.denials();
        } catch (dev.vedette.sensor.control.ControlException e) {
            throw new AssertionError(e);
        }
    }

    private Finding refused(Workload workload, String object) {
        return findings.await(
                "the refusal of " + object,
                finding -> finding.ruleId().equals("VDT-8011")
                        && finding.container().id().equals(workload.id())
                        && finding.evidence().get("object").contains(object));
    }

    @Test
    void aPeerIsRefusedToThoseInTheScopeAndToNobodyElse() throws Exception {
        deny("enforce", false, "- {action: connect, to: [169.254.169.254]}");
        Workload workload = denied("peer");
        Workload other = range.ordinary();
        isInForceFor(workload);

        assertThat(workload.does(CONNECT).failed().output()).contains("Operation not permitted");
        assertThat(other.does(CONNECT).output()).doesNotContain("Operation not permitted");

        Finding found = refused(workload, "169.254.169.254:53");
        assertThat(found.evidence()).containsEntry("enforcement", "was denied");
        assertThat(found.container().pod().name()).isEqualTo("denied-peer");
    }

    @Test
    void whatIsLiftedIsAllowed() throws Exception {
        deny("enforce", false, "- {action: connect, to: [169.254.169.254]}");
        Workload workload = denied("lifted");
        isInForceFor(workload);
        workload.does(CONNECT).failed();
        Waiting.until(
                "the container is listed",
                () -> sensor.containers().stream()
                        .anyMatch(entry -> entry.container().pod().name().equals("denied-lifted")));

        try (ControlClient client = new ControlClient(ControlSocket.in(state))) {
            assertThat(client.lift(workload.id(), "tester")).contains("denied-lifted");
        }
        Waiting.until(
                "the denial is lifted",
                () -> denials().stream().noneMatch(line -> line.getContainerId().equals(workload.id())));

        assertThat(workload.does(CONNECT).output()).doesNotContain("Operation not permitted");
    }

    @Test
    void auditModeOfAPolicyRefusesNothing() throws Exception {
        deny("audit", false, "- {action: connect, to: [169.254.169.254]}");
        Workload workload = denied("audited");
        isInForceFor(workload);

        assertThat(workload.does(CONNECT).output()).doesNotContain("Operation not permitted");

        assertThat(refused(workload, "169.254.169.254").evidence())
                .containsEntry("enforcement", "would have been denied");
    }

    @Test
    void auditModeOfTheSensorRefusesNothing() throws Exception {
        deny("enforce", true, "- {action: connect, to: [169.254.169.254]}");
        Workload workload = denied("watched");
        isInForceFor(workload);

        assertThat(workload.does(CONNECT).output()).doesNotContain("Operation not permitted");

        assertThat(refused(workload, "169.254.169.254").evidence())
                .containsEntry("enforcement", "would have been denied");
    }

    @Test
    void aProgramWrittenAfterTheStartDoesNothing() throws Exception {
        deny("enforce", false, "- {action: exec, from: [added]}");
        Workload workload = denied("drift");
        isInForceFor(workload);

        workload.does("cp /bin/busybox /usr/bin/fresh; /usr/bin/fresh mkdir /run/made; test ! -e /run/made")
                .worked();
        workload.does("mkdir /run/ours").worked();

        assertThat(refused(workload, "/usr/bin/fresh").evidence().get("enforcement"))
                .isIn("was denied", "was killed before its first instruction");
    }

    @Test
    void aProgramIsDeniedByPathWhateverItIsCalled() throws Exception {
        deny("enforce", false, "- {action: exec, paths: [/usr/bin/perl]}");
        Workload workload = denied("program");
        isInForceFor(workload);
        Waiting.until(
                "perl is denied",
                () -> workload.does("ln -f /usr/bin/perl /usr/bin/other 2>/dev/null; /usr/bin/perl -e 'exit 0'")
                                .exitCode()
                        != 0);

        workload.does("cd /usr/bin && ./../bin/perl -e 'exit 0'").failed();
        workload.does("ln -s /usr/bin/perl /run/link && /run/link -e 'exit 0'").failed();
    }

    @Test
    void aDeviceAndASettingAreRefused() throws Exception {
        deny("enforce", false, """
                - {action: device, devices: ["c 1:11"]}
                - {action: sysctl, settings: [net.ipv4.ip_forward]}
                """);
        Workload workload = range.workload(
                "denied-things",
                dev.vedette.sensor.demo.runtime.PodRequest::privileged,
                dev.vedette.sensor.demo.runtime.ContainerRequest::privileged);
        isInForceFor(workload);

        assertThat(workload.does("mknod /run/kmsg c 1 11").failed().output()).contains("not permitted");
        // In a network namespace of its own, so that nothing of the node is touched.
        workload.does("unshare -n sh -c 'mount -t proc p /mnt 2>/dev/null; echo 1 >/proc/sys/net/ipv4/ip_forward'")
                .failed();

        refused(workload, "/dev/char/1:11");
        refused(workload, "/proc/sys/net/ipv4/ip_forward");
    }
}
