package dev.vedette.console;

import dev.vedette.console.replay.Judge;
import dev.vedette.policy.tls.PemFiles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a console runs.
 *
 * @param host what the page is bound to; anything but a loopback address is served by TLS only
 * @param port the page's port, 0 for a free one
 * @param feedHost what nodes connect to; anything but a loopback address takes TLS only
 * @param feedPort the nodes' port, 0 for a free one
 * @param feedToken what nodes prove themselves with, not blank
 * @param folder where the store and a self-made certificate are kept
 * @param certificate the certificate for TLS; where empty, the console makes its own
 * @param maxFindings how many findings are kept, the oldest go first
 * @param rulePages the Markdown page of a rule by the rule's id
 * @param judge what judges recordings again; without it, none can be
 */
public record ConsoleSettings(
        String host,
        int port,
        String feedHost,
        int feedPort,
        String feedToken,
        Path folder,
        Optional<PemFiles> certificate,
        long maxFindings,
        Function<String, Optional<String>> rulePages,
        Optional<Judge> judge) {
    /** The page's usual port. */
    public static final int PORT = 8642;

    /** The nodes' usual port. */
    public static final int FEED_PORT = 8643;

    /** How many findings are kept if nothing else is said. */
    public static final long MAX_FINDINGS = 200_000;

    private static final String LOOPBACK = "127.0.0.1";

    public ConsoleSettings {
        Objects.requireNonNull(host, "host is null");
        Objects.requireNonNull(feedHost, "feedHost is null");
        Objects.requireNonNull(folder, "folder is null");
        Objects.requireNonNull(certificate, "certificate is null");
        Objects.requireNonNull(rulePages, "rulePages is null");
        Objects.requireNonNull(judge, "judge is null");
        if (feedToken.isBlank()) {
            throw new IllegalArgumentException("the feed's token is empty: give one, nodes prove themselves by it");
        }
        if (maxFindings < 1) {
            throw new IllegalArgumentException("at least one finding must be kept");
        }
    }

    /** A console for this machine alone, on the usual ports, without rule pages. */
    public static ConsoleSettings local(Path folder, String feedToken) {
        return new ConsoleSettings(
                LOOPBACK,
                PORT,
                LOOPBACK,
                FEED_PORT,
                feedToken,
                folder,
                Optional.empty(),
                MAX_FINDINGS,
                id -> Optional.empty(),
                Optional.empty());
    }

    /** With other ports; 0 takes a free one. */
    public ConsoleSettings withPorts(int page, int feed) {
        return new ConsoleSettings(
                host, page, feedHost, feed, feedToken, folder, certificate, maxFindings, rulePages, judge);
    }

    /** Bound to another address, for the page and for nodes. */
    public ConsoleSettings withHost(String address) {
        return new ConsoleSettings(
                address, port, address, feedPort, feedToken, folder, certificate, maxFindings, rulePages, judge);
    }

    /** With the rules' pages. */
    public ConsoleSettings withRulePages(Function<String, Optional<String>> pages) {
        return new ConsoleSettings(
                host, port, feedHost, feedPort, feedToken, folder, certificate, maxFindings, pages, judge);
    }

    /** With something that judges recordings again. */
    public ConsoleSettings withJudge(Judge judging) {
        return new ConsoleSettings(
                host,
                port,
                feedHost,
                feedPort,
                feedToken,
                folder,
                certificate,
                maxFindings,
                rulePages,
                Optional.of(judging));
    }

    /** With a certificate that others made. */
    public ConsoleSettings withCertificate(PemFiles files) {
        return new ConsoleSettings(
                host, port, feedHost, feedPort, feedToken, folder, Optional.of(files), maxFindings, rulePages, judge);
    }

    /** With another bound on how much is kept. */
    public ConsoleSettings withMaxFindings(long bound) {
        return new ConsoleSettings(
                host, port, feedHost, feedPort, feedToken, folder, certificate, bound, rulePages, judge);
    }
}
