package dev.vedette.tests.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.agent.Sensor;
import dev.vedette.sensor.agent.SensorSettings.Tuning;
import dev.vedette.sensor.demo.runtime.ContainerRequest;
import dev.vedette.sensor.demo.runtime.PodRequest;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.RunningPod;
import dev.vedette.sensor.images.admission.AdmissionSources;
import dev.vedette.tests.support.AttackRange;
import dev.vedette.tests.support.Findings;
import dev.vedette.tests.support.OnAttackRange;
import dev.vedette.tests.support.ReadySensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** VDT-1024, 1050, 6006 and 6007 by a real webhook's word on one side and real containers on the other. */
@OnAttackRange
class AdmittedAgainstRunningTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path LOCAL_TIME = Path.of("/etc/localtime");
    private static final String IMAGE = "\"name\":\"main\",\"image\":\"localhost/vedette/demo:1\"";
    private static final String PLAIN = "{\"containers\":[{" + IMAGE + "}]}";
    private static final String CONFINED = "{\"containers\":[{" + IMAGE + ",\"securityContext\":{\"runAsUser\":1000,"
            + "\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,"
            + "\"capabilities\":{\"drop\":[\"ALL\"]},\"seccompProfile\":{\"type\":\"RuntimeDefault\"}}}]}";

    private static final String WITH_NODES_TIME =
            "{\"volumes\":[{\"name\":\"time\",\"hostPath\":{\"path\":\"/etc/localtime\"}}],"
                    + "\"containers\":[{" + IMAGE + ",\"securityContext\":{\"readOnlyRootFilesystem\":true},"
                    + "\"volumeMounts\":[{\"name\":\"time\",\"mountPath\":\"/etc/localtime\",\"readOnly\":true}]}]}";

    private final AttackRange range;
    private ApiServerSide api;
    private Sensor sensor;
    private Findings findings;
    private Path folder;

    AdmittedAgainstRunningTest(AttackRange range) {
        this.range = range;
    }

    @BeforeEach
    void start() throws Exception {
        folder = range.folder();
        api = new ApiServerSide(folder);
    }

    @AfterEach
    void end() {
        if (sensor != null) {
            sensor.close();
        }
        api.close();
    }

    @Test
    void whatRunsAsItWasAdmittedIsSilentAndWhatIsFreerIsFoundWithBothSides() throws Exception {
        watch(new AdmissionSources(Optional.of(api.records()), Optional.empty()));
        RunningContainer honest = recorded("honest", CONFINED, pod -> pod, AdmittedAgainstRunningTest::confined);
        RunningContainer freer = recorded("freer", CONFINED, pod -> pod, container -> container);
        RunningContainer privileged =
                recorded("privileged", PLAIN, PodRequest::privileged, ContainerRequest::privileged);
        RunningContainer shared = recorded("shared", PLAIN, PodRequest::hostPid, container -> container);
        RunningContainer mounting =
                recorded("mounting", PLAIN, pod -> pod, container -> container.mount(Path.of("/etc"), "/node", true));

        api.exec("jane", "range", "honest", "main", "/bin/busybox");
        honest.exec("/bin/busybox", "true");

        Finding found = beyond(freer);
        assertThat(found.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(found.message())
                .contains(
                        "NET_RAW", "no system-call filter", "new privileges", "root file system", "admitted user 1000");
        assertThat(found.evidence().get("admitted")).contains("capabilities none", "user 1000", "read-only root");
        assertThat(found.evidence().get("running")).contains("NET_RAW", "seccomp off", "user 0");
        assertThat(found.evidence().get("admitted specification")).matches("sha256:[0-9a-f]{64}");
        assertThat(beyond(privileged).message()).contains("privileged, and was admitted unprivileged");
        assertThat(beyond(shared).message()).contains("namespaces pid, which were not admitted");
        assertThat(beyond(mounting).message()).contains("the node's /etc at /node, which was not admitted");
        assertThat(findings.of(honest.id(), "VDT-1050")).isEmpty();
        assertThat(findings.of(honest.id(), "VDT-6006")).isEmpty();
        assertThat(found(honest, "VDT-1024").evidence())
                .containsEntry("user", "jane")
                .containsEntry("way", "exec");
        assertThat(findings.of(freer.id(), "VDT-1024")).isEmpty();
    }

    @Test
    void aLinkOfTheNodeThatTheRuntimeFollowsIsNoOtherMount() throws Exception {
        assertThat(LOCAL_TIME).isSymbolicLink();
        watch(new AdmissionSources(Optional.of(api.records()), Optional.empty()));
        RunningContainer container = recorded(
                "timed", WITH_NODES_TIME, pod -> pod, request -> request.mount(LOCAL_TIME, "/etc/localtime", true));
        RunningContainer exchanged = recorded(
                "exchanged",
                WITH_NODES_TIME,
                pod -> pod,
                request -> request.mount(Path.of("/etc/hostname"), "/etc/localtime", true));

        assertThat(beyond(exchanged).message()).contains("/etc/hostname at /etc/localtime in place of the admitted");
        assertThat(beyond(container).message()).contains("root file system").doesNotContain("localtime", "zoneinfo");
        assertThat(findings.of(container.id(), "VDT-1050"))
                .extracting(Finding::message)
                .noneMatch(message -> message.contains("localtime") || message.contains("zoneinfo"));
    }

    @Test
    void theSealInThePodIsEnoughAndStandsForThatPodAlone() throws Exception {
        watch(new AdmissionSources(Optional.empty(), Optional.of(api.sealKeys())));
        String seal = api.seal("range", "sealed", CONFINED);
        RunningContainer honest = run("sealed", sealed(seal), AdmittedAgainstRunningTest::confined);
        RunningContainer wider = run("wider", sealed(api.seal("range", "wider", CONFINED)), container -> container);
        RunningContainer copied = run("copied", sealed(seal), AdmittedAgainstRunningTest::confined);
        RunningContainer unsealed = run("unsealed", AdmittedAgainstRunningTest::ofApi, container -> container);
        RunningContainer byClient = run("by-client", pod -> pod, container -> container);

        assertThat(beyond(wider).message()).contains("NET_RAW");
        for (RunningContainer unknown : new RunningContainer[] {copied, unsealed}) {
            assertThat(found(unknown, "VDT-6006").evidence()).containsEntry("why", "pod unknown");
        }
        assertThat(found(byClient, "VDT-6007").evidence()).containsEntry("way", "through cri");
        assertThat(findings.of(honest.id(), "VDT-1050")).isEmpty();
        assertThat(findings.of(honest.id(), "VDT-6006")).isEmpty();
    }

    private void watch(AdmissionSources sources) throws Exception {
        Path file = folder.resolve("findings.ndjson");
        findings = new Findings(file);
        sensor = ReadySensor.by(range.settings(
                "admitted-" + folder.getFileName(), file, Tuning.defaults().withAdmissions(sources)));
    }

    /** Admitted by the webhook as one thing, and made by the runtime as another. */
    private RunningContainer recorded(
            String name, String spec, UnaryOperator<PodRequest> pod, UnaryOperator<ContainerRequest> container)
            throws Exception {
        RunningPod running =
                pod.apply(ofApi(range.containerd().pods().pod("range", name))).run();
        api.admit(running.uid(), "range", name, spec);
        return container
                .apply(running.container("main"))
                .command("sleep", "1000")
                .run();
    }

    private RunningContainer run(
            String name, UnaryOperator<PodRequest> pod, UnaryOperator<ContainerRequest> container) {
        RunningPod running =
                pod.apply(range.containerd().pods().pod("range", name)).run();
        return container
                .apply(running.container("main"))
                .command("sleep", "1000")
                .run();
    }

    private static UnaryOperator<PodRequest> sealed(String seal) {
        return pod -> ofApi(pod).annotation(AdmissionSeal.ANNOTATION, seal);
    }

    private static PodRequest ofApi(PodRequest pod) {
        return pod.annotation("kubernetes.io/config.source", "api");
    }

    private static ContainerRequest confined(ContainerRequest container) {
        return container
                .runAs(1000)
                .noNewPrivileges()
                .readOnlyRoot()
                .dropCapability("ALL")
                .runtimeSeccomp();
    }

    private Finding beyond(RunningContainer container) {
        return findings.await(
                "more than admitted of " + container.pod().uid(),
                PATIENCE,
                finding -> finding.ruleId().equals("VDT-1050")
                        && finding.container().id().equals(container.id())
                        && finding.evidence().containsKey("beyond what was admitted"));
    }

    private Finding found(RunningContainer container, String rule) {
        return findings.await(
                rule,
                PATIENCE,
                finding -> finding.ruleId().equals(rule)
                        && finding.container().id().equals(container.id()));
    }
}
