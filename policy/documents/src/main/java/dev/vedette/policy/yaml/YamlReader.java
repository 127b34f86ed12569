package dev.vedette.policy.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2, and so JSON too, into {@link LocatedNode}s: one for each document of the text that is not empty.
 *
 * <p>Bounded whatever the text: {@link #MAX_BYTES}, {@link #MAX_DEPTH}, and {@link #MAX_NODES} counted after aliases are
 * replaced by what they stand for, as are the characters of their pointers. A key that stands twice is an error, since readers differ in which one they take.
 */
public final class YamlReader {
    public static final int MAX_BYTES = 8 << 20;
    public static final int MAX_DEPTH = 100;
    public static final int MAX_NODES = 300_000;

    /** Of the pointers of all values together. */
    static final long MAX_POINTER_CHARACTERS = 64 << 20;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setCodePointLimit(MAX_BYTES)
            .setUseMarks(true)
            .build();

    private YamlReader() {}

    /** Reads UTF-8; the stream stays open. */
    public static List<LocatedNode> read(InputStream in) throws IOException, YamlException {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new YamlException("is larger than " + (MAX_BYTES >> 20) + " MiB; split it", 0, 0);
        }
        return read(decoded(bytes));
    }

    private static String decoded(byte[] bytes) throws YamlException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        CharBuffer to = CharBuffer.allocate(bytes.length);
        CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(from, to, true);
        to.flip();
        if (end.isError()) {
            String before = to.toString();
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            throw new YamlException(
                    "is not UTF-8 text; save it as UTF-8", line, before.length() - before.lastIndexOf('\n'));
        }
        return to.toString();
    }

    /** Reads a text. */
    public static List<LocatedNode> read(String text) throws YamlException {
        String body = text.startsWith("\ufeff") ? text.substring(1) : text;
        try {
            DisputedCharacters disputed = new DisputedCharacters(body);
            List<LocatedNode> documents =
                    new TreeBuilder(new Parse(SETTINGS).parseString(body).iterator(), disputed).documents();
            Optional<YamlException> dispute = disputed.first();
            if (dispute.isPresent()) {
                throw dispute.get();
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            throw new YamlException(
                    "is not YAML: " + oneLine(e.getProblem() == null ? e.getContext() : e.getProblem()),
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0));
        } catch (YamlEngineException e) {
            throw new YamlException("is not YAML: " + oneLine(e.getMessage()), 0, 0);
        } catch (IllegalArgumentException e) {
            // So the parser fails on an escape that the text ends in, or whose number is beyond all characters.
            throw new YamlException(
                    "is not YAML: an escape between double quotes is cut off, or names no character", 0, 0);
        }
    }

    private static String oneLine(String message) {
        return message == null
                ? "it can't be read"
                : message.lines().findFirst().orElse("it can't be read");
    }
}
