package dev.vedette.cli;

import dev.vedette.policy.engine.BundleException;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.ScopedParameters;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RegistryEndpoint;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.identity.runtime.WorkloadName;
import dev.vedette.sensor.images.ConfiguredRegistries;
import dev.vedette.sensor.images.ImageHistory;
import dev.vedette.sensor.images.ImageLook;
import dev.vedette.sensor.images.SignatureKeys;
import dev.vedette.sensor.images.store.ImageStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks once at the images of all containers that run. What the sensor knows of earlier ones is read and not changed. */
final class ImageSurvey implements AutoCloseable {
    private static final String HISTORY = "images.json";

    private final RuleCatalog catalog;
    private final PolicySet policies;
    private final PolicyEngine engine;
    private final ImageLook look;
    private final List<RegistryEndpoint> registries;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** One container's image and what is found of it. */
    record Seen(ImageObserved image, List<Finding> findings) {}

    ImageSurvey(List<RuleBundle> bundles, RuleCatalog catalog, PolicySet policies, Path stateFolder)
            throws BundleException {
        this.catalog = catalog;
        this.policies = policies;
        this.engine = new PolicyEngine(new Site(HostName.read(), ""), bundles, policies, EngineObserver.NONE);
        this.look = new ImageLook(new ImageHistory(stateFolder.resolve(HISTORY)), new SignatureKeys());
        this.registries =
                new ConfiguredRegistries(NodeRoot.own()).read(now(), problem -> problems.add(problem.sentence()));
        registries.forEach(this::judge);
    }

    void lookAt(CriClient client) throws IOException {
        ImageStore store = new ImageStore(client);
        Map<String, PodDetail> pods = new HashMap<>();
        client.pods().forEach(pod -> pods.put(pod.id(), pod));
        for (ContainerDetail detail : client.containers()) {
            PodDetail pod = pods.get(detail.podSandboxId());
            if (detail.state() == ContainerState.RUNNING && pod != null) {
                Container container = container(detail, pod, store.runtime());
                look.at(container, store, registries, ScopedParameters.of(catalog, policies, container), now())
                        .ifPresent(image -> seen.add(new Seen(image, judge(image))));
            }
        }
    }

    private static Container container(ContainerDetail detail, PodDetail pod, String runtime) {
        return new Container(
                detail.id(),
                detail.name(),
                detail.image(),
                detail.imageDigest(),
                runtime,
                new Container.Pod(
                        pod.namespace(),
                        pod.name(),
                        pod.uid(),
                        WorkloadName.of(pod.name(), pod.labels()),
                        pod.labels()),
                Set.of(),
                detail.createdAtNanos(),
                Container.Identity.KNOWN);
    }

    private List<Finding> judge(Fact fact) {
        List<Finding> found = new ArrayList<>();
        engine.evaluate(fact, found::add);
        findings.addAll(found);
        return found;
    }

    void problem(String sentence) {
        problems.add(sentence);
    }

    List<Seen> seen() {
        return seen;
    }

    /** All findings: of the images, and of the node's registries. */
    List<Finding> findings() {
        return findings;
    }

    /** What could not be judged, one sentence each. */
    List<String> problems() {
        return problems;
    }

    private static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public void close() {
        engine.close();
    }
}
