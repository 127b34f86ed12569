package dev.vedette.sensor.agent;

import dev.vedette.sensor.outputs.KafkaSettings;
import dev.vedette.sensor.outputs.console.ConsoleFeedSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whom a sensor tells.
 *
 * @param ndjson a file that findings are appended to
 */
public record OutputSettings(
        Terminal terminal,
        Optional<Path> ndjson,
        Optional<KafkaSettings> kafka,
        Optional<ConsoleFeedSettings> console,
        Optional<MetricsSettings> metrics) {
    /** What is printed to standard output. */
    public enum Terminal {
        NOTHING,
        PLAIN,
        COLOUR
    }

    /**
     * Where figures are served.
     *
     * @param token what a scraper must bear; "" for scrapers on loopback alone
     */
    public record MetricsSettings(InetSocketAddress address, String token) {
        @Override
        public String toString() {
            return "metrics on " + address;
        }
    }

    /** Findings are printed, and go nowhere else. */
    public static OutputSettings terminal(Terminal how) {
        return new OutputSettings(how, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
