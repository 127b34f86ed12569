package dev.vedette.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vedette.console.api.AccessGate;
import dev.vedette.console.api.ApiException;
import dev.vedette.console.api.FindingsApi;
import dev.vedette.console.api.IncidentsApi;
import dev.vedette.console.api.LiveStream;
import dev.vedette.console.api.PageFiles;
import dev.vedette.console.api.ReplayApi;
import dev.vedette.console.api.RespondApi;
import dev.vedette.console.api.RulesApi;
import dev.vedette.console.api.StateApi;
import dev.vedette.console.api.WaitsApi;
import dev.vedette.console.store.StoreException;
import dev.vedette.policy.tls.Identity;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.util.JavalinBindException;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that browsers connect to: one line per route. */
final class PageServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);
    private static final long MAX_REQUEST_BYTES = 64 * 1024;

    private final String host;
    private final int port;
    private final Javalin javalin;

    /** What the routes lead to. */
    record Handlers(
            AccessGate gate,
            IncidentsApi incidents,
            FindingsApi findings,
            StateApi state,
            WaitsApi waits,
            LiveStream stream,
            RespondApi respond,
            RulesApi rules,
            ReplayApi replay,
            PageFiles files) {}

    PageServer(String host, int port, Optional<Identity> identity, Handlers handlers) {
        this.host = host;
        this.port = port;
        this.javalin = Javalin.create(config -> configure(config, identity, handlers));
    }

    private void configure(JavalinConfig config, Optional<Identity> identity, Handlers handlers) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = MAX_REQUEST_BYTES;
        config.jetty.addConnector((server, http) -> connector(server, http, identity));
        routes(config.routes, handlers);
        errors(config.routes);
    }

    private static void routes(RoutesConfig routes, Handlers handlers) {
        routes.before(handlers.gate()::check);
        routes.get("/healthz", request -> request.result("ok"));
        routes.post("/api/sign-in", handlers.gate()::signIn);
        routes.post("/api/sign-out", handlers.gate()::signOut);
        routes.get("/api/session", handlers.gate()::session);
        routes.get("/api/incidents", handlers.incidents()::list);
        routes.get("/api/incidents/{id}", handlers.incidents()::one);
        routes.get("/api/findings", handlers.findings()::list);
        routes.get("/api/findings/{id}", handlers.findings()::one);
        routes.get("/api/outcomes", handlers.findings()::outcomes);
        routes.get("/api/nodes", handlers.state()::nodes);
        routes.get("/api/nodes/{name}/report", handlers.state()::report);
        routes.get("/api/nodes/{name}/waits", handlers.waits()::windows);
        routes.get("/api/rules/{id}", handlers.rules()::page);
        routes.post("/api/respond", handlers.respond()::respond);
        routes.post("/api/undo", handlers.respond()::undo);
        routes.post("/api/automatic", handlers.respond()::automatic);
        routes.get("/api/recordings", handlers.replay()::recordings);
        routes.post("/api/recordings", handlers.replay()::upload);
        routes.delete("/api/recordings/{name}", handlers.replay()::remove);
        routes.get("/api/replays", handlers.replay()::list);
        routes.post("/api/replays", handlers.replay()::begin);
        routes.get("/api/replays/{id}", handlers.replay()::one);
        routes.delete("/api/replays/{id}", handlers.replay()::cancel);
        routes.get("/api/stream", handlers.stream()::serve);
        routes.get("/<path>", handlers.files()::file);
        routes.get("/", handlers.files()::file);
    }

    private static void errors(RoutesConfig routes) {
        routes.exception(ApiException.class, (e, request) -> answer(request, e.status(), e.getMessage()));
        routes.exception(
                StoreException.class, (e, request) -> answer(request, HttpStatus.SERVICE_UNAVAILABLE, e.getMessage()));
        routes.exception(Exception.class, (e, request) -> {
            LOG.error("{} {} failed", request.method(), request.path(), e);
            answer(request, HttpStatus.INTERNAL_SERVER_ERROR, "this did not work: the console's log says why");
        });
    }

    private static void answer(Context request, HttpStatus status, String message) {
        request.status(status)
                .contentType("application/json; charset=utf-8")
                .result(JsonNodeFactory.instance
                        .objectNode()
                        .put("error", message)
                        .toString());
    }

    private ServerConnector connector(Server server, HttpConfiguration http, Optional<Identity> identity) {
        http.setSendServerVersion(false);
        ServerConnector connector = identity.map(own -> tlsConnector(server, http, own))
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(http)));
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }

    private static ServerConnector tlsConnector(Server server, HttpConfiguration http, Identity identity) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity.keyStore());
        tls.setKeyStorePassword(Identity.KEY_STORE_PASSWORD);
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, tls, new HttpConnectionFactory(secure));
    }

    void start() throws ConsoleException {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new ConsoleException(
                    "the console cannot be served at " + host + ":" + port
                            + " (address in use or not of this machine): stop what uses it or choose another",
                    e);
        }
    }

    int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
