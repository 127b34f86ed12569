package dev.vedette.console.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The SQLite file: brings it to the current schema and opens connections to it.
 *
 * <p>Write-ahead logging: readers never wait for the writer. A connection waits at most {@link #BUSY_MILLIS} for a
 * lock that another process holds.
 */
final class Database {
    static final int BUSY_MILLIS = 2_000;

    private static final String MIGRATIONS = "classpath:dev/vedette/console/migrations";

    private final SQLiteDataSource source;
    private final Path file;

    Database(Path file) {
        this.file = file.toAbsolutePath();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        this.source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + this.file);
    }

    /** Makes the file, for its owner only, and brings it to the current schema. */
    void migrate() throws StoreException {
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Flyway.configure(Database.class.getClassLoader())
                    .dataSource(source)
                    .locations(MIGRATIONS)
                    .load()
                    .migrate();
        } catch (IOException | FlywayException e) {
            throw new StoreException(
                    "cannot open the store " + file + " (" + firstLine(e)
                            + "): free it, repair it or name another file",
                    e);
        }
    }

    Connection connect() throws StoreException {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw failed("opened", e);
        }
    }

    StoreException failed(String what, SQLException e) {
        return new StoreException("the store " + file + " cannot be " + what + ": " + firstLine(e), e);
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end).strip();
    }
}
