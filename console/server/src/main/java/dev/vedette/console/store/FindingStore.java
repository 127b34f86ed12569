package dev.vedette.console.store;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.model.Finding;
import dev.vedette.policy.model.ResponseOutcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Findings and outcomes on disk.
 *
 * <p>Guarantees: one row per id however often it is inserted; a batch is stored as a whole or not at all; at most
 * {@code maxFindings} are kept, the oldest go first. After a {@link StoreException} the store stays usable: the same
 * call may be tried again. Thread-safe: one writer at a time, one reader at a time, neither waits for the other.
 */
public final class FindingStore implements AutoCloseable {
    /** A finding comes again under its id when its container is named at last: only then is it written over. A pod may have a label {@code identity} as well. */
    private static final String INSERT_FINDING = """
            INSERT INTO findings (id, epoch_nanos, severity, rule_id, node, container_id, search, summary, json)
            VALUES (?,?,?,?,?,?,?,?,?)
            ON CONFLICT (id) DO UPDATE SET
                severity = excluded.severity, search = excluded.search, summary = excluded.summary, json = excluded.json
                WHERE instr(CAST(findings.json AS TEXT), '"container":{"identity":"pending"') > 0
                AND instr(CAST(excluded.json AS TEXT), '"container":{"identity":"known"') > 0
            RETURNING sequence
            """;

    private static final String INSERT_REQUEST = """
            INSERT INTO commands (id, epoch_nanos, requested_by, node, action, container_id, finding_id, dry_run, options,
                undo_of, why)
            VALUES (?,?,?,?,?,?,?,?,?,?,?)
            """;

    private final Database database;
    private final FindingJson json;
    private final long maxFindings;
    private final Object writing = new Object();
    private final Object reading = new Object();
    private Connection writer;
    private Connection reader;

    /**
     * Opens the store and brings it to the current schema.
     *
     * @throws StoreException if the file cannot be opened
     */
    public FindingStore(Path file, FindingJson json, long maxFindings) throws StoreException {
        this.database = new Database(file);
        this.json = json;
        this.maxFindings = maxFindings;
        database.migrate();
        this.writer = database.connect();
        this.reader = database.connect();
    }

    /** A finding with what the list shows of it, as JSON. */
    public record Entry(long sequence, String summary) {}

    /** The outcome of a response under an id that stays the same when it is delivered again. */
    public record IdentifiedOutcome(String id, ResponseOutcome outcome) {}

    /**
     * What a person asked for: a response, to take one back, or to turn the switch of automatic responses.
     *
     * @param container "" for the switch
     * @param finding "" if none
     * @param dryRun nothing was to be done
     * @param undoOf the response to take back, else ""
     * @param why the reason, "" if none was given
     */
    public record Request(
            String id,
            long epochNanos,
            String requestedBy,
            String node,
            String action,
            String container,
            String finding,
            boolean dryRun,
            Map<String, String> options,
            String undoOf,
            String why) {
        public Request {
            options = Map.copyOf(options);
        }
    }

    /**
     * Stores what is not stored yet, and completes what was stored before its container had a name.
     *
     * @return the sequences, in the order of {@code findings}; 0 where it was there before as it is
     */
    public List<Long> insert(List<Finding> findings, List<IdentifiedOutcome> outcomes) throws StoreException {
        synchronized (writing) {
            try {
                execute("BEGIN IMMEDIATE");
                List<Long> sequences = insertFindings(findings);
                insertOutcomes(outcomes);
                expire();
                execute("COMMIT");
                return sequences;
            } catch (SQLException e) {
                rollBack(e);
                throw database.failed("written", e);
            }
        }
    }

    private List<Long> insertFindings(List<Finding> findings) throws SQLException {
        List<Long> sequences = new ArrayList<>();
        try (PreparedStatement insert = writer.prepareStatement(INSERT_FINDING)) {
            for (Finding finding : findings) {
                set(
                        insert,
                        List.of(
                                finding.id(),
                                finding.epochNanos(),
                                FindingQuery.rank(finding.severity()),
                                finding.ruleId(),
                                finding.node(),
                                finding.container().id(),
                                FindingSummary.searched(finding),
                                FindingSummary.of(finding).toString(),
                                json.encode(finding)));
                try (ResultSet stored = insert.executeQuery()) {
                    sequences.add(stored.next() ? stored.getLong(1) : 0);
                }
            }
        }
        return sequences;
    }

    private void insertOutcomes(List<IdentifiedOutcome> outcomes) throws SQLException {
        try (PreparedStatement insert = writer.prepareStatement(
                "INSERT INTO outcomes"
                        + " (id, epoch_nanos, finding_id, container_id, json) VALUES (?,?,?,?,?) ON CONFLICT (id) DO NOTHING")) {
            for (IdentifiedOutcome identified : outcomes) {
                ResponseOutcome outcome = identified.outcome();
                set(
                        insert,
                        List.of(
                                identified.id(),
                                outcome.epochNanos(),
                                outcome.findingId(),
                                outcome.container().id(),
                                json.encode(outcome)));
                insert.executeUpdate();
            }
        }
    }

    private void expire() throws SQLException {
        for (String table : List.of("findings", "outcomes")) {
            try (PreparedStatement delete = writer.prepareStatement(
                    "DELETE FROM " + table + " WHERE sequence <= (SELECT max(sequence) FROM " + table + ") - ?")) {
                set(delete, List.of(maxFindings));
                delete.executeUpdate();
            }
        }
    }

    private static String options(Map<String, String> options) {
        ObjectNode to = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(options).forEach(to::put);
        return to.toString();
    }

    /** Keeps what a person asked for. */
    public void record(Request request) throws StoreException {
        synchronized (writing) {
            try {
                try (PreparedStatement insert = writer.prepareStatement(INSERT_REQUEST)) {
                    set(
                            insert,
                            List.of(
                                    request.id(),
                                    request.epochNanos(),
                                    request.requestedBy(),
                                    request.node(),
                                    request.action(),
                                    request.container(),
                                    request.finding(),
                                    request.dryRun(),
                                    options(request.options()),
                                    request.undoOf(),
                                    request.why()));
                    insert.executeUpdate();
                }
            } catch (SQLException e) {
                throw database.failed("written", e);
            }
        }
    }

    /** The findings that were asked for, newest arrival first. */
    public List<Entry> find(FindingQuery query) throws StoreException {
        List<Object> values = new ArrayList<>(query.values());
        values.add(query.limit());
        // The oldest of what came after a known one must not be cut off, else a reader that catches up has a gap.
        String order = query.after() > 0 ? "ASC" : "DESC";
        String sql = "SELECT sequence, summary FROM (SELECT sequence, summary FROM findings WHERE " + query.condition()
                + " ORDER BY sequence " + order + " LIMIT ?) ORDER BY sequence DESC";
        return read(sql, values, row -> new Entry(row.getLong(1), row.getString(2)));
    }

    /** The whole finding. */
    public Optional<byte[]> findingJson(String id) throws StoreException {
        return read("SELECT json FROM findings WHERE id = ?", List.of(id), row -> row.getBytes(1)).stream()
                .findFirst();
    }

    /** The newest finding about a container, as JSON. */
    public Optional<byte[]> newestOf(String containerId) throws StoreException {
        return read(
                        "SELECT json FROM findings WHERE container_id = ? ORDER BY sequence DESC LIMIT 1",
                        List.of(containerId),
                        row -> row.getBytes(1))
                .stream()
                .findFirst();
    }

    /** The newest findings, newest arrival first, as JSON. */
    public List<byte[]> newestFindings(int limit) throws StoreException {
        return read("SELECT json FROM findings ORDER BY sequence DESC LIMIT ?", List.of(limit), row -> row.getBytes(1));
    }

    /** The findings nearest to a time, at most {@code within} away from it, the nearest first, as JSON. */
    public List<byte[]> findingsAround(long epochNanos, Duration within, int limit) throws StoreException {
        return read(
                "SELECT json FROM findings WHERE epoch_nanos BETWEEN ? AND ? ORDER BY abs(epoch_nanos - ?) LIMIT ?",
                List.of(epochNanos - within.toNanos(), epochNanos + within.toNanos(), epochNanos, limit),
                row -> row.getBytes(1));
    }

    /** What became of the newest responses to a finding or its container, oldest first, as JSON. */
    public List<byte[]> outcomes(String findingId, String containerId) throws StoreException {
        return read(
                "SELECT json FROM (SELECT json, sequence FROM outcomes"
                        + " WHERE finding_id = ? OR (container_id <> '' AND container_id = ?)"
                        + " ORDER BY sequence DESC LIMIT 200) ORDER BY sequence",
                List.of(findingId, containerId),
                row -> row.getBytes(1));
    }

    /** What became of the newest responses on all nodes, newest first, as JSON. */
    public List<byte[]> newestOutcomes(int limit) throws StoreException {
        return read("SELECT json FROM outcomes ORDER BY sequence DESC LIMIT ?", List.of(limit), row -> row.getBytes(1));
    }

    /** How many findings are stored. */
    public long count() throws StoreException {
        return read("SELECT count(*) FROM findings", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> read(String sql, List<Object> values, RowReader<T> reading) throws StoreException {
        synchronized (this.reading) {
            try (PreparedStatement select = reader.prepareStatement(sql)) {
                set(select, values);
                List<T> rows = new ArrayList<>();
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        rows.add(reading.read(found));
                    }
                }
                return rows;
            } catch (SQLException e) {
                throw database.failed("read", e);
            }
        }
    }

    private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    /** Transactions are begun by hand: after a full disk SQLite has ended its own, which the driver does not notice. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    private void rollBack(SQLException cause) {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        synchronized (writing) {
            synchronized (reading) {
                try (Connection first = reader;
                        Connection last = writer) {
                    first.isClosed();
                    last.isClosed();
                } catch (SQLException e) {
                    throw new IllegalStateException("the store does not close: " + e.getMessage(), e);
                }
            }
        }
    }
}
