package dev.vedette.sensor.agent;

import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.ScopedParameters;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Fact;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Parameters;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.cri.ContainerRuntime;
import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.images.ConfiguredRegistries;
import dev.vedette.sensor.images.FactQueue;
import dev.vedette.sensor.images.ImageHistory;
import dev.vedette.sensor.images.ImageLook;
import dev.vedette.sensor.images.ImageWatch;
import dev.vedette.sensor.images.PolicyView;
import dev.vedette.sensor.images.Resident;
import dev.vedette.sensor.images.SignatureKeys;
import dev.vedette.sensor.images.admission.AdmissionRounds;
import dev.vedette.sensor.images.admission.AdmissionSources;
import dev.vedette.sensor.images.store.ImageStore;
import dev.vedette.sensor.pipeline.Watch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is seen of images on threads of its own, brought to the pipeline's thread. */
final class ImageCare implements Watch, AutoCloseable {
    private static final String HISTORY = "images.json";

    private final FactQueue facts = new FactQueue();
    private final InForce policies;
    private final ImageWatch watch;

    ImageCare(
            List<ContainerRuntime> runtimes,
            ContainerRoster roster,
            RuleCatalog catalog,
            PolicySet policies,
            Path stateDirectory,
            AdmissionSources admissions,
            Clock clock) {
        this.policies = new InForce(catalog, policies);
        List<ImageStore> stores = runtimes.stream()
                .filter(CriClient.class::isInstance)
                .map(CriClient.class::cast)
                .map(ImageStore::new)
                .toList();
        Residents residents = new Residents(roster);
        this.watch = new ImageWatch(
                stores,
                residents,
                this.policies,
                new ImageLook(new ImageHistory(stateDirectory.resolve(HISTORY)), new SignatureKeys()),
                new ConfiguredRegistries(NodeRoot.own()),
                admissions.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AdmissionRounds(
                                admissions, stores, residents::inPods, facts, NodeRoot.ofNode(), clock)),
                facts,
                clock);
    }

    void start() {
        watch.start();
    }

    void replacePolicies(PolicySet set) {
        policies.replace(set);
    }

    @Override
    public String name() {
        return "images";
    }

    @Override
    public void look(long nowNanos, Consumer<Fact> out) {
        facts.drainTo(out);
    }

    @Override
    public void close() {
        watch.close();
    }

    /** By what the pipeline knows of containers. */
    private record Residents(ContainerRoster roster) implements ImageWatch.Residents {
        @Override
        public List<Resident> inPods() {
            return running()
                    .filter(entry -> !entry.container().pod().uid().isEmpty())
                    .map(entry -> new Resident(entry.container(), entry.spec(), entry.seen()))
                    .toList();
        }

        @Override
        public List<Container> withoutPod() {
            return running()
                    .map(ContainerRoster.Entry::container)
                    .filter(container -> container.pod().uid().isEmpty())
                    .toList();
        }

        private Stream<ContainerRoster.Entry> running() {
            return roster.entries().stream().filter(entry -> entry.phase() == LifePhase.RUNNING);
        }
    }

    /** The policies' lists for the threads that look at images. */
    private static final class InForce implements PolicyView {
        private final RuleCatalog catalog;
        private volatile PolicySet policies;

        InForce(RuleCatalog catalog, PolicySet policies) {
            this.catalog = catalog;
            this.policies = policies;
        }

        void replace(PolicySet set) {
            policies = set;
        }

        @Override
        public Parameters of(Container container) {
            return ScopedParameters.of(catalog, policies, container);
        }

        @Override
        public Object version() {
            return policies;
        }
    }
}
