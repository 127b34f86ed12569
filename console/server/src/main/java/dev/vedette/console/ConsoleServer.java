package dev.vedette.console;

import dev.vedette.console.api.AccessGate;
import dev.vedette.console.api.FindingsApi;
import dev.vedette.console.api.IncidentsApi;
import dev.vedette.console.api.LiveFeed;
import dev.vedette.console.api.LiveStream;
import dev.vedette.console.api.PageFiles;
import dev.vedette.console.api.ReplayApi;
import dev.vedette.console.api.RespondApi;
import dev.vedette.console.api.RulesApi;
import dev.vedette.console.api.Sessions;
import dev.vedette.console.api.StateApi;
import dev.vedette.console.api.WaitsApi;
import dev.vedette.console.ingest.FeedService;
import dev.vedette.console.ingest.Intake;
import dev.vedette.console.ingest.IntakeHealth;
import dev.vedette.console.ingest.NodeRegistry;
import dev.vedette.console.ingest.NodeWaits;
import dev.vedette.console.ingest.TokenCheck;
import dev.vedette.console.replay.Recordings;
import dev.vedette.console.replay.Replays;
import dev.vedette.console.store.FindingStore;
import dev.vedette.console.store.KnownIncidents;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.feed.FindingJson;
import dev.vedette.policy.tls.Identity;
import dev.vedette.policy.tls.PemFiles;
import dev.vedette.policy.tls.SelfSigned;
import dev.vedette.policy.tls.UnusableIdentityException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The console in one piece: nodes' feed → intake → store and live stream → page; people's responses back.
 *
 * <p>Not thread-safe: one thread starts and closes it. After {@link #close()} everything acknowledged is on disk.
 */
public final class ConsoleServer implements AutoCloseable {
    private final ConsoleSettings settings;
    private final Clock clock = Clock.systemUTC();
    private final Sessions sessions = new Sessions(clock);
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private FeedServer feed;
    private PageServer page;

    public ConsoleServer(ConsoleSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens the store and both ports.
     *
     * @throws ConsoleException if a port is taken or the store or certificate cannot be used; nothing stays open then
     */
    public void start() throws ConsoleException {
        try {
            wire();
        } catch (StoreException | UnusableIdentityException | IOException e) {
            close();
            throw new ConsoleException(e.getMessage(), e);
        } catch (ConsoleException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void wire() throws StoreException, UnusableIdentityException, IOException, ConsoleException {
        FindingJson json = new FindingJson();
        FindingStore store =
                opened(new FindingStore(settings.folder().resolve("findings.db"), json, settings.maxFindings()));
        IntakeHealth health = new IntakeHealth();
        NodeRegistry nodes = new NodeRegistry(clock);
        NodeWaits waits = new NodeWaits();
        StateApi state = new StateApi(nodes, waits, health, clock);
        LiveStream stream = new LiveStream(store, () -> state.json().toString());
        KnownIncidents incidents = new KnownIncidents(store, json);
        Intake intake = opened(new Intake(store, health, new LiveFeed(stream, incidents, json)));

        FeedService service = new FeedService(intake, nodes, waits, json, stream::stateChanged);
        TokenCheck tokens = new TokenCheck(settings.feedToken());
        feed = opened(new FeedServer(
                settings.feedHost(), settings.feedPort(), service, tokens, identity(settings.feedHost())));

        PageServer.Handlers handlers = new PageServer.Handlers(
                new AccessGate(sessions, byTls(settings.host()), clock),
                new IncidentsApi(incidents),
                new FindingsApi(store, intake, incidents, json),
                state,
                new WaitsApi(nodes, waits),
                stream,
                new RespondApi(store, intake, nodes, json, clock),
                new RulesApi(settings.rulePages()),
                new ReplayApi(
                        settings.judge().map(judge -> opened(new Replays(judge))),
                        new Recordings(settings.folder().resolve("recordings")),
                        store,
                        clock),
                new PageFiles());
        page = opened(new PageServer(settings.host(), settings.port(), identity(settings.host()), handlers));
        // Closed before the page's port: requests that follow the stream must end for that to close.
        opened(stream);

        feed.start();
        page.start();
    }

    /** Where the page is. */
    public URI address() {
        String scheme = byTls(settings.host()) ? "https" : "http";
        return URI.create(scheme + "://" + linkHost() + ":" + page.port() + "/");
    }

    /**
     * A new link that signs one person in, once, within {@link Sessions#TOKEN_LIFE}. The secret stands behind the
     * {@code #}, which browsers send to no server, so that it reaches no log.
     */
    public URI signInLink() {
        return signInLink("console");
    }

    /**
     * As {@link #signInLink()}, for someone whose name is put to responses.
     *
     * @param user for example the name of the account that asked for the link
     */
    public URI signInLink(String user) {
        return address().resolve("/sign-in#" + sessions.issueToken(user));
    }

    /** The port that nodes connect to. */
    public int feedPort() {
        return feed.port();
    }

    /** The certificate nodes must trust, where the console made its own. */
    public Optional<Path> ownCertificate() {
        boolean own = settings.certificate().isEmpty() && (byTls(settings.host()) || byTls(settings.feedHost()));
        return own ? Optional.of(ownFiles().certificates()) : Optional.empty();
    }

    private Optional<Identity> identity(String host) throws UnusableIdentityException {
        if (!byTls(host)) {
            return Optional.empty();
        }
        Optional<PemFiles> given = settings.certificate();
        return Optional.of(
                given.isPresent() ? given.get().read() : new SelfSigned(ownFiles(), names(), clock).identity());
    }

    private PemFiles ownFiles() {
        return new PemFiles(
                settings.folder().resolve("console-certificate.pem"),
                settings.folder().resolve("console-key.pem"));
    }

    /** What a self-made certificate is valid for. */
    private List<String> names() {
        Set<String> names = new LinkedHashSet<>(List.of("vedette-console", "localhost", "127.0.0.1"));
        names.add(hostName());
        Stream.of(settings.host(), settings.feedHost())
                .filter(host -> !isAnyAddress(host))
                .forEach(names::add);
        return List.copyOf(names);
    }

    private static boolean byTls(String host) {
        return !address(host).map(InetAddress::isLoopbackAddress).orElse(false);
    }

    private static Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private String linkHost() {
        if (isAnyAddress(settings.host())) {
            return hostName();
        }
        return settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
    }

    private static boolean isAnyAddress(String host) {
        return address(host).map(InetAddress::isAnyLocalAddress).orElse(false);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Closes everything, last opened first. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(ConsoleServer.class).warn("Closing: {}", e.getMessage());
            }
        }
    }
}
