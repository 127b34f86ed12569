package dev.vedette.probes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/** What a fact does not see or cannot do on a rung, from the table beside the programs (rung-limits.properties). */
final class RungLimits {
    private static final String TABLE = "/dev/vedette/probes/rung-limits.properties";
    private static final Properties SENTENCES = read();

    private RungLimits() {}

    /** The sentence for this fact on this rung, else the one for every fact there, else an empty text. */
    static String of(String fact, Rung rung) {
        String suffix = "." + rung.label().replace(' ', '_');
        return SENTENCES.getProperty(fact + suffix, SENTENCES.getProperty("any" + suffix, ""));
    }

    static Set<String> facts() {
        return SENTENCES.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.indexOf('.')))
                .filter(fact -> !fact.equals("any"))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Properties read() {
        try (InputStream table = RungLimits.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IllegalStateException(TABLE + " is not on the class path: build probes/bpf");
            }
            Properties sentences = new Properties();
            sentences.load(table);
            return sentences;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
