package dev.vedette.sensor.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.document.PolicyLoader;
import dev.vedette.policy.document.PolicyProblem;
import dev.vedette.policy.engine.EngineObserver;
import dev.vedette.policy.engine.PolicyEngine;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.engine.RuleCatalog;
import dev.vedette.policy.engine.Site;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.EventContext;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.FileOpened;
import dev.vedette.policy.model.FileRole;
import dev.vedette.policy.model.FileSystemMagic;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.model.ProcessInfo;
import dev.vedette.sensor.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies change while one event follows the other: by the files of a mounted ConfigMap, read by the thread that follows
 * them, judged by the rules that are shipped. A set is two files: one says what is looked for, the other what is done.
 */
@Timeout(120)
class ReloadUnderLoadTest {
    private static final int RELOADS = 100;
    private static final List<String> SETS = List.of("a", "b");

    @TempDir
    Path folder;

    private final Metrics metrics = new Metrics();
    private final Queue<PolicyProblem> problems = new ConcurrentLinkedQueue<>();
    private final Map<String, Integer> judgedBy = new HashMap<>();
    private Path mount;
    private int revision;
    private long moment;

    @BeforeEach
    void mount() throws Exception {
        mount = Files.createDirectory(folder.resolve("mount"));
        swapIn("a", "pause");
        Files.createSymbolicLink(mount.resolve("looked-for.yaml"), Path.of("..data/looked-for.yaml"));
        Files.createSymbolicLink(mount.resolve("done.yaml"), Path.of("..data/done.yaml"));
    }

    @Test
    void eachEventIsJudgedOnceAndByOneWholeSet() throws Exception {
        try (RuleBundle rules = RuleBundle.builtIn(getClass().getClassLoader());
                PolicyFiles files = new PolicyFiles(
                        mount,
                        new PolicyLoader(RuleCatalog.of(List.of(rules)).all()),
                        Duration.ofMillis(1),
                        PolicyFigures.in(metrics));
                PolicyEngine engine =
                        new PolicyEngine(new Site("node", "boot"), List.of(rules), files.read(), EngineObserver.NONE)) {
            files.follow(engine::replacePolicies, problems::add);
            Thread writer = Thread.ofPlatform().start(this::reload);
            while (writer.isAlive()) {
                judge(engine);
            }
            judge(engine);
        }
        assertThat(figure("vedette_policies_replaced_total") + figure("vedette_policies_refused_total"))
                .isEqualTo(RELOADS);
        assertThat(figure("vedette_policies_refused_total")).isEqualTo(RELOADS / 3);
        assertThat(problems)
                .hasSize(RELOADS / 3)
                .allSatisfy(problem -> assertThat(problem.message()).contains("'perhaps' is not valid here"));
        assertThat(judgedBy.keySet()).containsExactlyInAnyOrder("done-a", "done-b");
    }

    /** Whatever holds at the moment: the event that every set knows is found once, and of the others that of its own set. */
    private void judge(PolicyEngine engine) {
        String policy = only(found(engine, corePattern())).verdict().policy();
        judgedBy.merge(policy, 1, Integer::sum);
        for (String set : SETS) {
            found(engine, writes("/etc/set/" + set)).forEach(finding -> {
                assertThat(finding.verdict().policy()).isEqualTo("done-" + set);
                assertThat(finding.verdict().why()).isNotEmpty();
            });
        }
    }

    private static Finding only(List<Finding> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static List<Finding> found(PolicyEngine engine, FileOpened event) {
        List<Finding> found = new ArrayList<>();
        engine.evaluate(event, found::add);
        return found;
    }

    /** The sets by turns, and each third time one that cannot stand. */
    private void reload() {
        try {
            for (int i = 1; i <= RELOADS; i++) {
                swapIn(SETS.get(i % 2), i % 3 == 0 ? "perhaps" : "pause");
                awaitSeen(i);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitSeen(int reloads) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (figure("vedette_policies_replaced_total") + figure("vedette_policies_refused_total") < reloads
                && System.nanoTime() < end) {
            Thread.sleep(1);
        }
    }

    private void swapIn(String set, String action) throws IOException {
        Path data = Files.createDirectory(mount.resolve(".." + ++revision));
        Files.writeString(data.resolve("looked-for.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: looked-for-%1$s}
                spec: {parameters: {VDT-3043: {trust-files: [/etc/set/%1$s]}}}
                """.formatted(set));
        Files.writeString(data.resolve("done.yaml"), """
                apiVersion: vedette.dev/v1alpha1
                kind: Policy
                metadata: {name: done-%s}
                spec: {scope: {namespaces: [shop]}, mode: enforce, responses: [{action: %s}]}
                """.formatted(set, action));
        Path link = Files.createSymbolicLink(mount.resolve("..data_tmp"), data.getFileName());
        Files.move(link, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private int figure(String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private FileOpened corePattern() {
        return opened(FileObject.ofPath("/proc/sys/kernel/core_pattern").withSuperMagic(FileSystemMagic.PROC));
    }

    private FileOpened writes(String path) {
        return opened(FileObject.ofPath(path));
    }

    private FileOpened opened(FileObject file) {
        moment++;
        Container container = new Container(
                "c1",
                "main",
                "registry.example/app:1",
                "",
                "containerd",
                new Container.Pod("shop", "app-1", "u", "app", Map.of()),
                Set.of(),
                0,
                Container.Identity.KNOWN);
        EventContext context = new EventContext(
                moment, moment, ProcessInfo.NONE, container, LifePhase.RUNNING, Set.of(), Origin.LIVE, moment);
        return new FileOpened(context, file, false, true, false, file.path(), false, FileRole.ORDINARY);
    }
}
