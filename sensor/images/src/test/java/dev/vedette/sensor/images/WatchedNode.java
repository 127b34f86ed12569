package dev.vedette.sensor.images;

import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.ScopedParameters;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.keys.SigningKeys;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ParameterOverride;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Scope;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.PodDetail;
import dev.vedette.sensor.demo.runtime.ContainerdPrograms;
import dev.vedette.sensor.demo.runtime.ImageBuilder;
import dev.vedette.sensor.demo.runtime.PrivateContainerd;
import dev.vedette.sensor.demo.runtime.PrivateRegistry;
import dev.vedette.sensor.demo.runtime.PrivateRegistry.Protection;
import dev.vedette.sensor.demo.runtime.RunningContainer;
import dev.vedette.sensor.demo.runtime.Skopeo;
import dev.vedette.sensor.images.admission.AdmissionRounds;
import dev.vedette.sensor.images.admission.AdmissionSources;
import dev.vedette.sensor.images.store.ImageStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A real containerd and a real registry, an image watch over them, and the built-in rules. What the sensor adds is only
 * where it knows containers from.
 */
final class WatchedNode implements AutoCloseable, ImageWatch.Residents {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<Finding> findings = new ArrayList<>();
    private final FactQueue facts = new FactQueue();
    private final Path folder;
    private final ContainerdPrograms programs;
    private final PrivateContainerd containerd;
    private final PrivateRegistry registry;
    private final Skopeo skopeo;
    private final PolicyEngine engine;
    private final RuleCatalog catalog;
    private volatile PolicySet policies = PolicySet.NONE;
    private final PrivateKey sealer;
    private int pods;

    WatchedNode(Path folder) throws Exception {
        this.folder = folder;
        programs = ContainerdPrograms.find()
                .orElseThrow(() -> new IOException(
                        "there is no containerd: ./vedette test installs one and sets " + ContainerdPrograms.VARIABLE));
        registry = opened(PrivateRegistry.start(folder.resolve("r"), Protection.NONE));
        skopeo = new Skopeo(folder.resolve("s"));
        containerd = opened(PrivateContainerd.start(programs, folder.resolve("c")));
        ImageBuilder.busybox(folder.resolve("image")).importInto(containerd);
        RuleBundle rules = opened(RuleBundle.builtIn(WatchedNode.class.getClassLoader()));
        catalog = RuleCatalog.of(List.of(rules));
        engine =
                opened(new PolicyEngine(new Site("node", "boot"), List.of(rules), PolicySet.NONE, new EngineObserver() {
                    @Override
                    public void ruleFailed(String rule, Throwable cause) {
                        throw new AssertionError(rule + " failed", cause);
                    }
                }));
        List<ImageStore> stores = List.of(new ImageStore(containerd.client()));
        Path root = folder.resolve("root");
        configureMirror(root);
        sealer = SigningKeys.privateKeyOrNew(folder.resolve("seal.key"));
        ImageWatch watch = opened(new ImageWatch(
                stores,
                this,
                new InForce(),
                new ImageLook(new ImageHistory(folder.resolve("images.json")), new SignatureKeys()),
                new ConfiguredRegistries(new NodeRoot(root)),
                Optional.of(new AdmissionRounds(
                        new AdmissionSources(Optional.of(admissions()), Optional.of(sealKeys())),
                        stores,
                        this::inPods,
                        facts,
                        NodeRoot.ofNode(),
                        Clock.systemUTC(),
                        Duration.ofSeconds(2))),
                facts,
                Clock.systemUTC()));
        watch.start();
    }

    private final class InForce implements PolicyView {
        @Override
        public Parameters of(Container container) {
            return ScopedParameters.of(catalog, policies, container);
        }

        @Override
        public Object version() {
            return policies;
        }
    }

    PrivateKey sealer() {
        return sealer;
    }

    PrivateRegistry registry() {
        return registry;
    }

    Skopeo skopeo() {
        return skopeo;
    }

    PrivateContainerd containerd() {
        return containerd;
    }

    ContainerdPrograms programs() {
        return programs;
    }

    /** The webhook's public keys; the private one is beside it. */
    Path sealKeys() {
        return folder.resolve("seal.key.pub");
    }

    /** Where records of admissions are looked for. */
    Path admissions() {
        return folder.resolve("admissions.ndjson");
    }

    /** What the node's configuration says; the private containerd has one of its own. */
    private void configureMirror(Path root) throws IOException {
        Path containerdFolder = Files.createDirectories(root.resolve("etc/containerd"));
        Files.writeString(containerdFolder.resolve("config.toml"), """
                version = 2
                [plugins."io.containerd.grpc.v1.cri".registry]
                  config_path = "/etc/containerd/certs.d"
                """);
        Path hosts = Files.createDirectories(containerdFolder.resolve("certs.d").resolve(registry.host()));
        Files.writeString(hosts.resolve("hosts.toml"), "[host.\"http://mirror.example:5000\"]\n");
    }

    void policy(ParameterOverride... lists) {
        PolicySet set = new PolicySet(List.of(), List.of(), Arrays.asList(lists));
        engine.replacePolicies(set);
        policies = set;
    }

    static ParameterOverride list(String rule, String name, String... values) {
        return new ParameterOverride("test", Scope.EVERYTHING, rule, name, List.of(values));
    }

    /** Has a pod made from an image of the registry, which is pulled now. */
    RunningContainer runs(String name) {
        String reference = registry.host() + "/" + name;
        containerd.pullImage(reference);
        return containerd
                .pods()
                .pod("shop", "pod-" + pods++)
                .run()
                .container("main")
                .image(reference)
                .command("sleep", "1000")
                .run();
    }

    Finding found(RunningContainer container, String rule) throws InterruptedException {
        return await(
                rule,
                finding -> finding.ruleId().equals(rule)
                        && finding.container().id().equals(container.id()));
    }

    Finding await(String what, Predicate<Finding> fits) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<Finding> found = findings().stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(50);
        }
        throw new AssertionError(what + " was not found among " + findings);
    }

    /** All that was found so far. */
    List<Finding> findings() {
        facts.drainTo(fact -> engine.evaluate(fact, findings::add));
        return List.copyOf(findings);
    }

    List<Finding> findings(RunningContainer container, String rule) {
        return findings().stream()
                .filter(finding -> finding.ruleId().equals(rule)
                        && finding.container().id().equals(container.id()))
                .toList();
    }

    /** How they are kept apart is the sensor's knowledge, and not asked for here. */
    @Override
    public List<Resident> inPods() {
        Map<String, PodDetail> known = new java.util.HashMap<>();
        containerd.client().pods().forEach(pod -> known.put(pod.id(), pod));
        return containerd.client().containers().stream()
                .filter(container -> container.state() == ContainerState.RUNNING)
                .filter(container -> known.containsKey(container.podSandboxId()))
                .map(container -> container(container, known.get(container.podSandboxId())))
                .map(container -> new Resident(container, Optional.empty(), Optional.empty()))
                .toList();
    }

    @Override
    public List<Container> withoutPod() {
        return List.of();
    }

    private static Container container(ContainerDetail detail, PodDetail pod) {
        return new Container(
                detail.id(),
                detail.name(),
                detail.image(),
                detail.imageDigest(),
                "containerd",
                new Container.Pod(pod.namespace(), pod.name(), pod.uid(), pod.name(), pod.labels()),
                Set.of(),
                detail.createdAtNanos(),
                Container.Identity.KNOWN);
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("the node was not put back: " + e.getMessage(), e);
            }
        }
    }
}
