package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.model.Mode;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.RuleInfo;
import dev.vedette.policy.model.Severity;
import dev.vedette.sensor.metrics.Metrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyFilesTest {
    private static final PolicyLoader LOADER =
            new PolicyLoader(List.of(new RuleInfo("VDT-2002", "Title", Severity.HIGH, List.of(), false, Map.of(), "")));
    private static final Logger LOG = Logger.getLogger(PolicyFiles.class.getName());
    private static final String REFUSED = "vedette_policies_refused_total";

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final BlockingQueue<PolicySet> inForce = new LinkedBlockingQueue<>();
    private final Queue<PolicyProblem> problems = new ConcurrentLinkedQueue<>();
    private final Said said = new Said();
    private PolicyFiles files;

    @BeforeEach
    void listen() {
        LOG.addHandler(said);
    }

    @AfterEach
    void end() {
        files.close();
        LOG.removeHandler(said);
    }

    @Test
    void doesNotStartWithWhatIsRefused() throws Exception {
        put("house.yaml", policy("house", "enforced"));

        assertThatThrownBy(this::follow)
                .isInstanceOf(SensorException.class)
                .hasMessageContaining("house.yaml:5:9: 'enforced' is not valid here; did you mean 'enforce'?");
    }

    @Test
    void putsInForceWhatIsChangedAddedOrRemoved() throws Exception {
        put("house.yaml", policy("house", "audit"));
        follow();

        put("house.yaml", policy("house", "enforce"));
        assertThat(next().statements().getFirst().mode()).isEqualTo(Mode.ENFORCE);
        put("more.yaml", policy("more", "audit"));
        assertThat(next().statements()).hasSize(2);
        Files.delete(folder.resolve("house.yaml"));
        assertThat(next().statements())
                .singleElement()
                .satisfies(statement -> assertThat(statement.policy()).isEqualTo("more"));
        await(() -> metrics.scrape().contains("vedette_policies_replaced_total 3.0"));
        assertThat(metrics.scrape()).contains(REFUSED + " 0.0");
    }

    @Test
    void keepsWhatIsInForceAndSaysOnceWhyTheRestIsRefused() throws Exception {
        put("house.yaml", policy("house", "audit"));
        follow();

        put("house.yaml", policy("house", "enforced"));
        await(() -> metrics.scrape().contains(REFUSED + " 1.0"));
        put("house.yaml", policy("house", "enforce"));

        assertThat(next().statements().getFirst().mode()).isEqualTo(Mode.ENFORCE);
        assertThat(inForce).isEmpty();
        assertThat(said.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("house.yaml:5:9: 'enforced' is not valid here"));
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isEqualTo(5));
        assertThat(metrics.scrape()).contains(REFUSED + " 1.0");
    }

    @Test
    void keepsWhatIsInForceWhenTheFolderGoesAway() throws Exception {
        put("house.yaml", policy("house", "audit"));
        follow();

        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        await(() -> metrics.scrape().contains(REFUSED + " 1.0"));
        Files.move(away, folder);

        assertThat(next().statements()).hasSize(1);
        assertThat(said.warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("There is no such file"));
    }

    @Test
    void seesTheLinkThatKubernetesSwapsInAMountedConfigMap() throws Exception {
        Path mount = Files.createDirectory(folder.resolve("mount"));
        revision(mount, "..1", "audit");
        Files.createSymbolicLink(mount.resolve("house.yaml"), Path.of("..data/house.yaml"));
        follow(mount, inForce::add);

        revision(mount, "..2", "enforce");

        assertThat(next().statements().getFirst().mode()).isEqualTo(Mode.ENFORCE);
    }

    @Test
    void goesOnWhenASetCannotBePutInForce() throws Exception {
        put("house.yaml", policy("house", "audit"));
        follow(folder, set -> {
            if (set.statements().getFirst().mode() == Mode.ENFORCE) {
                throw new IllegalStateException("refused by the engine");
            }
            inForce.add(set);
        });

        put("house.yaml", policy("house", "enforce"));
        await(() -> metrics.scrape().contains(REFUSED + " 1.0"));
        put("house.yaml", policy("house", "audit"));

        assertThat(next().statements().getFirst().mode()).isEqualTo(Mode.AUDIT);
    }

    private void follow() throws SensorException {
        follow(folder, inForce::add);
    }

    private void follow(Path documents, Consumer<PolicySet> listener) throws SensorException {
        files = new PolicyFiles(documents, LOADER, Duration.ofMillis(5), PolicyFigures.in(metrics));
        files.read();
        files.follow(listener, problems::add);
    }

    private static void revision(Path mount, String name, String mode) throws Exception {
        Path data = Files.createDirectory(mount.resolve(name));
        Files.writeString(data.resolve("house.yaml"), policy("house", mode));
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of(name));
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** As editors do, so that no half-written file is seen. */
    private void put(String name, String text) throws Exception {
        Path draft = Files.writeString(folder.resolve("." + name), text);
        Files.move(draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private PolicySet next() throws InterruptedException {
        PolicySet set = inForce.poll(2, TimeUnit.MINUTES);
        assertThat(set).as("a set is put in force within two minutes").isNotNull();
        return set;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private static String policy(String name, String mode) {
        return """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: %s}
                spec:
                  mode: %s
                """.formatted(name, mode);
    }

    /** What is logged, as people read it. */
    private static final class Said extends Handler {
        private final List<String> warnings = new ArrayList<>();

        @Override
        public synchronized void publish(LogRecord message) {
            if (message.getLevel().equals(Level.WARNING)) {
                warnings.add(new SimpleFormatter().formatMessage(message));
            }
        }

        synchronized List<String> warnings() {
            return List.copyOf(warnings);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
