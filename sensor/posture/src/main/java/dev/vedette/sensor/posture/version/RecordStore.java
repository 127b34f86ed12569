package dev.vedette.sensor.posture.version;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records in force: the newer of those that came with this version and those that were brought later, which are kept
 * in the sensor's own folder.
 *
 * <p>Guarantees: records are taken whole or not at all; older ones, or of the same day, never replace newer ones. Thread-safe by file
 * system alone.
 */
public final class RecordStore {
    private static final Logger LOG = LoggerFactory.getLogger(RecordStore.class);
    private static final String FILE = "known-vulnerabilities.json";
    private static final long MAX_BYTES = 16 << 20;

    private final Path kept;
    private final VulnerabilityRecords builtIn;

    /** @param folder the sensor's own; need not exist */
    public RecordStore(Path folder) {
        this.kept = folder.resolve(FILE);
        this.builtIn = VulnerabilityRecords.builtIn();
    }

    /** The newest there are. Kept ones that can no longer be read are told and passed over. */
    public VulnerabilityRecords inForce() {
        try {
            VulnerabilityRecords later = VulnerabilityRecords.parse(read(kept));
            return later.date().isAfter(builtIn.date()) ? later : builtIn;
        } catch (NoSuchFileException e) {
            return builtIn;
        } catch (IOException | MalformedRecordsException e) {
            LOG.warn("{} {}: the records of {} are used.", kept, e.getMessage(), builtIn.date());
            return builtIn;
        }
    }

    /**
     * Takes newer records.
     *
     * @param today no records are from later than tomorrow, wherever they were made
     * @throws MalformedRecordsException if they are not whole, not newer, or of the future; the message is a sentence
     */
    public VulnerabilityRecords update(Path file, LocalDate today) throws IOException, MalformedRecordsException {
        String text = read(file);
        VulnerabilityRecords offered;
        try {
            offered = VulnerabilityRecords.parse(text);
        } catch (MalformedRecordsException e) {
            throw new MalformedRecordsException(file + " " + e.getMessage() + ".");
        }
        LocalDate present = inForce().date();
        if (!offered.date().isAfter(present)) {
            throw new MalformedRecordsException(file + " is of " + offered.date() + ", but records of " + present
                    + " are in force already: older ones are never taken.");
        }
        if (offered.date().isAfter(today.plusDays(1))) {
            throw new MalformedRecordsException(file + " is of " + offered.date()
                    + ", which is yet to come: look at its date and this machine's clock.");
        }
        keep(text);
        return offered;
    }

    private void keep(String text) throws IOException {
        Files.createDirectories(kept.getParent());
        Path beside = kept.resolveSibling(FILE + ".new");
        Files.writeString(
                beside,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.DSYNC);
        Files.move(beside, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What is no text is read as text all the same, and refused by who parses it. */
    private static String read(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("is no regular file");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
