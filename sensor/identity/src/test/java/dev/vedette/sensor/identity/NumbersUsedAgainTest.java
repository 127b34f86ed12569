package dev.vedette.sensor.identity;

import static dev.vedette.sensor.identity.Enriching.HOST_GROUP;
import static dev.vedette.sensor.identity.Enriching.RUNC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Container.Identity;
import dev.vedette.policy.model.IdentityObserved;
import dev.vedette.policy.model.IdentityObserved.State;
import dev.vedette.policy.model.LifePhase;
import dev.vedette.policy.model.Origin;
import dev.vedette.sensor.identity.Records.Task;
import dev.vedette.sensor.identity.runtime.RuntimeNews;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers and ids that are used again: of processes, of control groups, of containers. */
class NumbersUsedAgainTest {
    private static final String ID = "a".repeat(64);
    private static final String OTHER_ID = "b".repeat(64);
    private static final String PATH = "/kubepods/besteffort/pod1/" + ID;
    private static final String OTHER_PATH = "/kubepods/besteffort/pod2/" + OTHER_ID;
    private static final long GROUP = 11;
    private static final long NEXT_GROUP = 12;
    private static final Task INIT = Task.of(100);
    private static final Task NEXT_INIT = Task.of(200);
    private static final long FIRST_MADE = 1_000;
    private static final long SECOND_MADE = 2_000;

    private final Enriching node = new Enriching();
    private final Records records = node.records;

    @Test
    void idOfAnEndedContainerSaysNothingAboutTheNextWithIt() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        end(GROUP, PATH, INIT);

        node.start(NEXT_GROUP, PATH, NEXT_INIT);
        assertThat(node.containers.of(NEXT_GROUP).orElseThrow().known()).isFalse();
        says(0, made(ID, "second", SECOND_MADE));

        assertThat(node.lastExec().container().name()).isEqualTo("second");
        assertThat(node.containers.of(GROUP).orElseThrow().container().name()).isEqualTo("first");
        assertThat(node.all(IdentityObserved.class)).isEmpty();
    }

    @Test
    void idThatIsUsedAgainBeforeTheEndOfTheFirstWasSeenKeepsThemApart() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);

        says(0, made(ID, "second", SECOND_MADE));
        node.accept(records.exec(INIT, GROUP, Records.OF_CONTAINER, "/bin/late"));
        assertThat(node.lastExec().container().name()).isEqualTo("first");
        end(GROUP, PATH, INIT);
        node.start(NEXT_GROUP, PATH, NEXT_INIT);

        assertThat(node.lastExec().container().name()).isEqualTo("second");
        assertThat(node.all(IdentityObserved.class)).isEmpty();
    }

    @Test
    void containerThatIsStartedAgainIsNamedAgainByItsRuntime() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        end(GROUP, PATH, INIT);

        node.start(NEXT_GROUP, PATH, NEXT_INIT);
        says(0, made(ID, "first", FIRST_MADE));

        assertThat(node.lastExec().container().name()).isEqualTo("first");
    }

    @Test
    void anotherContainerInTheSameGroupIsAChangeThatIsTold() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);

        says(GROUP, made(ID, "second", SECOND_MADE));

        IdentityObserved told = node.last(IdentityObserved.class);
        assertThat(told.state()).isEqualTo(State.CHANGED);
        assertThat(told.before().name()).isEqualTo("first");
        assertThat(told.container().name()).isEqualTo("second");
    }

    @Test
    void betterKnownFactsOfTheSameContainerAreNoChange() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        Container same = made(ID, "first", FIRST_MADE);

        says(
                GROUP,
                new Container(
                        ID,
                        same.name(),
                        same.image(),
                        same.imageDigest(),
                        same.runtime(),
                        new Container.Pod("default", "shop-1", "uid-1", "shop-api", Map.of("a", "b"), "Deployment"),
                        same.grantedHostNamespaces(),
                        FIRST_MADE,
                        Identity.KNOWN));

        assertThat(node.all(IdentityObserved.class)).isEmpty();
        assertThat(node.containers.of(GROUP).orElseThrow().container().pod().ownerKind())
                .isEqualTo("Deployment");
    }

    @Test
    void groupNumberThatIsUsedAgainIsAnothersThoughItsMakingWasMissed() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        end(GROUP, PATH, INIT);
        says(0, made(OTHER_ID, "second", SECOND_MADE));
        node.node.cgroup(GROUP, HOST_GROUP, OTHER_PATH);
        Task later = new Task(300, 9_000_000_000L);

        node.accept(records.exec(later, GROUP, Records.OF_CONTAINER, "/bin/sh"));

        assertThat(node.lastExec().container().name()).isEqualTo("second");
    }

    @Test
    void lateEventsOfAnEndedContainerAreStillItsOwn() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        Task child = Task.of(101);
        node.accept(
                records.fork(INIT, GROUP, child),
                records.rmdir(RUNC, HOST_GROUP, GROUP, PATH),
                records.exec(child, GROUP, Records.OF_CONTAINER, "/bin/last"));

        assertThat(node.lastExec().container().name()).isEqualTo("first");
    }

    @Test
    void processNumberThatIsUsedAgainIsAnotherProcessElsewhere() {
        says(0, made(ID, "first", FIRST_MADE));
        node.start(GROUP, PATH, INIT);
        Task again = new Task(INIT.pid(), INIT.start() + 5);

        node.accept(records.exec(again, HOST_GROUP, Records.OF_HOST, "/bin/date"));

        assertThat(node.lastExec().container()).isEqualTo(Container.HOST);
        assertThat(node.lastExec().process().parent()).isNull();
        assertThat(node.lastExec().phase()).isEqualTo(LifePhase.HOST);
    }

    @Test
    void whoIsNamedLateIsToldSoAndItsEventsComeAgainWithItsName() {
        node.start(GROUP, PATH, INIT);
        node.passes(Duration.ofSeconds(11));
        assertThat(node.last(IdentityObserved.class).state()).isEqualTo(State.PENDING);
        int before = node.facts.size();

        says(0, made(ID, "first", FIRST_MADE));

        IdentityObserved told = node.last(IdentityObserved.class);
        assertThat(told.state()).isEqualTo(State.COMPLETED);
        assertThat(told.updated()).isEqualTo(told.events()).isPositive();
        assertThat(told.container().name()).isEqualTo("first");
        assertThat(node.facts.subList(before, node.facts.size()))
                .filteredOn(fact -> fact.container().name().equals("first"))
                .hasSizeGreaterThan((int) told.updated());
        assertThat(node.lastExec().container().name()).isEqualTo("first");
    }

    private void end(long group, String path, Task init) {
        node.accept(records.exit(init, group), records.rmdir(RUNC, HOST_GROUP, group, path));
    }

    private void says(long group, Container container) {
        try {
            node.news.tell(new RuntimeNews.Known(group, container, Enriching.isolation(Set.of()), 42));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        node.enricher.tick(node.now, Origin.LIVE, node.facts::add);
    }

    private static Container made(String id, String name, long epochNanos) {
        return new Container(
                id,
                name,
                "shop:1",
                "sha256:1",
                "containerd",
                new Container.Pod("default", "shop-1", "uid-1", "shop", Map.of()),
                Set.of(),
                epochNanos,
                Identity.KNOWN);
    }
}
