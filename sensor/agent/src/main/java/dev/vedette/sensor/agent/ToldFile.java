package dev.vedette.sensor.agent;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.vedette.policy.engine.ToldFindings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The findings that have been told since the node was booted, in a file of the sensor's folder: the boot's id in the first
 * line, then a line each, added as they are told. A line that a crash cut off is left out.
 *
 * <p>Bounded: of more than a number of findings the oldest are forgotten when the file is written anew, which happens at
 * the start and whenever it has four times as many lines. If it can't be written, that is said once and findings may be
 * told again after the next start. The pipeline's thread owns it.
 */
final class ToldFile implements ToldFindings, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ToldFile.class);
    private static final String NAME = "told-findings";

    private final Path file;
    private final String boot;
    private final int kept;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private BufferedWriter writer;
    private int lines;

    private ToldFile(Path file, String boot, int kept) {
        this.file = file;
        this.boot = boot;
        this.kept = kept;
    }

    /**
     * Opens the one in a folder; made if absent, for its owner alone.
     *
     * @param boot the id of the node's boot; what was told before another one is forgotten
     * @param kept findings remembered at most
     */
    static ToldFile in(Path directory, String boot, int kept) {
        ToldFile opened = new ToldFile(directory.resolve(NAME), boot, kept);
        opened.read();
        opened.writeAnew();
        return opened;
    }

    private void read() {
        try {
            List<String> written = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            if (!written.isEmpty() && written.getFirst().equals(boot)) {
                written.stream().skip(1).forEach(line -> parse(line).ifPresent(this::remember));
            }
        } catch (IOException e) {
            LOG.warn("{} can't be read ({}): findings of before the start may be told again.", file, e.getMessage());
        }
    }

    private static Optional<Told> parse(String line) {
        String[] fields = line.split(" ", -1);
        try {
            return fields.length == 5 && fields[4].equals(".")
                    ? Optional.of(
                            new Told(fields[0], fields[1], Long.parseLong(fields[2]), fields[3].equals("standing")))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void remember(Told one) {
        told.remove(one.id());
        told.put(one.id(), one);
        if (told.size() > kept) {
            told.remove(told.keySet().iterator().next());
        }
    }

    @Override
    public List<Told> earlier() {
        return new ArrayList<>(told.values());
    }

    @Override
    public void told(Told one) {
        remember(one);
        if (writer == null) {
            return;
        }
        if (++lines > 4 * kept) {
            writeAnew();
            return;
        }
        try {
            writer.write(line(one));
            writer.flush();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private static String line(Told one) {
        return one.id() + " " + one.form() + " " + one.bootNanos() + " " + (one.standing() ? "standing" : "event")
                + " .\n";
    }

    /** Beside the old one and then in its place, so that a crash leaves one of the two. */
    private void writeAnew() {
        close();
        Path fresh = file.resolveSibling(NAME + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            writeAll(fresh, told.values());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, WRITE, APPEND);
            lines = told.size();
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void writeAll(Path to, Collection<Told> all) throws IOException {
        try (BufferedWriter out =
                Files.newBufferedWriter(to, StandardCharsets.UTF_8, CREATE, WRITE, TRUNCATE_EXISTING)) {
            out.write(boot + "\n");
            for (Told one : all) {
                out.write(line(one));
            }
        }
    }

    private void giveUp(IOException e) {
        LOG.warn("{} can't be written ({}): findings may be told again after the next start.", file, e.getMessage());
        close();
    }

    @Override
    public void close() {
        if (writer == null) {
            return;
        }
        try {
            writer.close();
        } catch (IOException e) {
            LOG.warn("{} was not closed: {}", file, e.getMessage());
        }
        writer = null;
    }
}
