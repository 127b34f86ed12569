package dev.vedette.console.store;

import static dev.vedette.console.SampleFindings.NOON;
import static dev.vedette.console.SampleFindings.finding;
import static dev.vedette.console.SampleFindings.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vedette.console.SampleFindings;
import dev.vedette.console.store.FindingStore.Entry;
import dev.vedette.console.store.FindingStore.IdentifiedOutcome;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingStoreTest {
    @TempDir
    Path folder;

    private final FindingJson json = new FindingJson();
    private FindingStore store;

    @BeforeEach
    void open() throws StoreException {
        store = new FindingStore(file(), json, 1_000);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsOneOfEachIdHoweverOftenItComes() throws StoreException {
        List<Long> first = store.insert(List.of(finding("a"), finding("b")), List.of());
        List<Long> again = store.insert(List.of(finding("b"), finding("c"), finding("a")), List.of());

        assertThat(first).doesNotContain(0L).isSorted();
        assertThat(again.get(0)).isZero();
        assertThat(again.get(1)).isGreaterThan(first.get(1));
        assertThat(again.get(2)).isZero();
        assertThat(store.count()).isEqualTo(3);
    }

    @Test
    void givesBackTheWholeFinding() throws StoreException {
        Finding finding = finding("a");
        store.insert(List.of(finding), List.of());

        assertThat(store.findingJson("a").map(json::decodeFinding)).contains(finding);
        assertThat(store.findingJson("b")).isEmpty();
    }

    @Test
    void aFindingWhoseContainerIsNamedAtLastIsCompletedAndNeverTheOtherWayRound() throws StoreException {
        Finding known = finding("a");
        Finding pending = of(known, Container.pending(known.container().id()));
        List<Long> first = store.insert(List.of(pending), List.of());

        assertThat(store.insert(List.of(known), List.of())).isEqualTo(first);
        assertThat(store.findingJson("a").map(json::decodeFinding)).contains(known);
        assertThat(store.insert(List.of(pending, known), List.of())).containsOnly(0L);
        assertThat(store.findingJson("a").map(json::decodeFinding)).contains(known);
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void aLabelOfThePodIsNoWordOnWhoItIs() throws StoreException {
        Finding labelled = of(
                finding("a"),
                new Container(
                        "c1",
                        "main",
                        "registry.example/app:1",
                        "",
                        "containerd",
                        new Container.Pod("shop", "app-1", "u", "app", Map.of("identity", "pending")),
                        Set.of(),
                        0,
                        Container.Identity.KNOWN));
        store.insert(List.of(labelled), List.of());

        assertThat(store.insert(List.of(labelled), List.of())).containsExactly(0L);
    }

    private static Finding of(Finding finding, Container container) {
        return new Finding(
                finding.id(),
                finding.ruleId(),
                finding.title(),
                finding.severity(),
                finding.techniques(),
                finding.message(),
                finding.node(),
                container,
                finding.process(),
                finding.place(),
                finding.evidence(),
                finding.verdict(),
                finding.origin(),
                finding.epochNanos(),
                finding.decidedEpochNanos());
    }

    @Test
    void narrowsByEachCondition() throws StoreException {
        store.insert(
                List.of(
                        finding("a", "VDT-2002", Severity.CRITICAL, NOON),
                        finding("b", "VDT-2004", Severity.LOW, NOON + 1),
                        finding("c", "VDT-2002", Severity.HIGH, NOON + 2)),
                List.of());

        assertThat(ids(query(0, Long.MIN_VALUE, Severity.HIGH, "", "", ""))).containsExactly("c", "a");
        assertThat(ids(query(0, NOON + 1, Severity.INFO, "", "", ""))).containsExactly("c", "b");
        assertThat(ids(query(0, Long.MIN_VALUE, Severity.INFO, "VDT-2004", "", "")))
                .containsExactly("b");
        assertThat(ids(query(2, Long.MIN_VALUE, Severity.INFO, "", "", ""))).containsExactly("c");
        assertThat(ids(query(
                        0,
                        Long.MIN_VALUE,
                        Severity.INFO,
                        "",
                        SampleFindings.SHOP.id().substring(0, 12),
                        "")))
                .hasSize(3);
        assertThat(ids(query(0, Long.MIN_VALUE, Severity.INFO, "", "ffff", ""))).isEmpty();
        assertThat(ids(query(0, Long.MIN_VALUE, Severity.INFO, "", "", "WEB-7d9f vdt-2004")))
                .containsExactly("b");
        assertThat(ids(query(0, Long.MIN_VALUE, Severity.INFO, "", "", "100%_")))
                .isEmpty();
    }

    @Test
    void catchesUpFromTheOldestMissedOne() throws StoreException {
        List<Finding> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.add(finding("f" + i));
        }
        List<Long> sequences = store.insert(many, List.of());

        List<Entry> missed = store.find(FindingQuery.after(sequences.get(4), 5));

        assertThat(missed.reversed().stream().map(Entry::sequence)).isEqualTo(sequences.subList(5, 10));
    }

    @Test
    void letsTheOldestGoBeyondItsBound() throws StoreException {
        store.close();
        store = new FindingStore(file(), json, 10);
        for (int i = 0; i < 25; i++) {
            store.insert(List.of(finding("f" + i)), List.of());
        }

        assertThat(store.count()).isEqualTo(10);
        assertThat(store.findingJson("f14")).isEmpty();
        assertThat(store.findingJson("f15")).isPresent();
    }

    @Test
    void keepsOutcomesOnceAndFindsThemByFindingAndContainer() throws StoreException {
        IdentifiedOutcome outcome = new IdentifiedOutcome("o1", outcome("a"));
        store.insert(List.of(), List.of(outcome));
        store.insert(List.of(), List.of(outcome));

        assertThat(store.outcomes("a", "")).hasSize(1);
        assertThat(store.outcomes("other", SampleFindings.SHOP.id())).hasSize(1);
        assertThat(store.outcomes("other", "")).isEmpty();
    }

    @Test
    void outlivesItsProcess() throws StoreException {
        store.insert(List.of(finding("a")), List.of());
        store.close();
        store = new FindingStore(file(), json, 1_000);

        assertThat(store.find(FindingQuery.newest(10))).hasSize(1);
    }

    @Test
    void bringsAnOlderSchemaForwardWithItsFindings() throws Exception {
        Path older = folder.resolve("older.db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + older, null, null)
                .locations("classpath:dev/vedette/console/migrations")
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + older);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO findings (id, epoch_nanos, severity, rule_id, node, container_id,"
                    + " search, summary, json) VALUES ('old', 1, 4, 'r', 'n', 'c', 's', '{\"id\":\"old\"}', x'7b7d')");
        }

        try (FindingStore current = new FindingStore(older, json, 1_000)) {
            assertThat(current.find(FindingQuery.newest(10))).hasSize(1);
            current.insert(List.of(), List.of(new IdentifiedOutcome("o", outcome("old"))));
            assertThat(current.outcomes("old", "")).hasSize(1);
        }
    }

    @Test
    void isForItsOwnerOnlyAndWritesAhead() throws Exception {
        assertThat(Files.getPosixFilePermissions(file()))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                ResultSet mode = connection.createStatement().executeQuery("PRAGMA journal_mode")) {
            assertThat(mode.getString(1)).isEqualTo("wal");
        }
    }

    @Test
    void worksAgainAfterAnotherProcessHeldTheLock() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> store.insert(List.of(finding("a")), List.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("cannot be written");
            assertThat(store.count()).isZero();
            statement.execute("ROLLBACK");
        }

        store.insert(List.of(finding("a")), List.of());
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    void saysInOneSentenceThatAFileIsNoStore() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "not a database at all, just some text. ".repeat(40));

        assertThatThrownBy(() -> new FindingStore(text, json, 10))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("text.db")
                .hasMessageNotContaining("\n");
    }

    private Path file() {
        return folder.resolve("findings.db");
    }

    private static FindingQuery query(
            long after, long since, Severity severity, String rule, String container, String text) {
        return new FindingQuery(after, Long.MAX_VALUE, since, severity, rule, container, text, 100);
    }

    private List<String> ids(FindingQuery query) throws StoreException {
        return store.find(query).stream()
                .map(Entry::summary)
                .map(summary -> summary.replaceAll(".*\"id\":\"(\\w+)\".*", "$1"))
                .toList();
    }
}
