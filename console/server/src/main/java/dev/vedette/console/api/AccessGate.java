package dev.vedette.console.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.vedette.console.api.Sessions.Session;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what: everything needs a session but the health check and signing in; what changes something also needs
 * the session's own header, which no other site can make a browser send.
 */
public final class AccessGate {
    /** The header that must come with everything that changes something. */
    public static final String CSRF_HEADER = "X-Vedette-Csrf";

    private static final int SIGN_INS_PER_MINUTE = 10;
    private static final String SESSION = "session";
    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD);
    private static final Set<String> OPEN = Set.of(
            "/healthz",
            "/sign-in",
            "/sign-in.js",
            "/theme.css",
            "/sign-in.css",
            "/icon.svg",
            "/favicon.ico",
            "/api/sign-in");

    private final Sessions sessions;
    private final AttemptLimit signIns;
    private final boolean tls;

    /**
     * Makes the gate.
     *
     * @param tls whether the console is reached by TLS: then browsers keep the cookie to it
     */
    public AccessGate(Sessions sessions, boolean tls, Clock clock) {
        this.sessions = sessions;
        this.tls = tls;
        this.signIns = new AttemptLimit(SIGN_INS_PER_MINUTE, clock);
    }

    /** Runs before everything else. */
    public void check(Context request) {
        headers(request);
        if (OPEN.contains(request.path())) {
            return;
        }
        Optional<Session> session = sessions.find(request.cookie(cookieName()));
        if (session.isEmpty()) {
            turnAway(request);
            return;
        }
        if (!READING.contains(request.method())) {
            String given = request.header(CSRF_HEADER);
            if (given == null || !Secrets.same(session.get().csrf(), given)) {
                throw new ApiException(HttpStatus.FORBIDDEN, "the header " + CSRF_HEADER + " is missing or wrong");
            }
        }
        request.attribute(SESSION, session.get());
    }

    private static void turnAway(Context request) {
        if (request.path().equals("/")) {
            request.redirect("/sign-in", HttpStatus.SEE_OTHER);
            request.skipRemainingHandlers();
            return;
        }
        throw new ApiException(HttpStatus.UNAUTHORIZED, "sign in first: open the link that the console printed");
    }

    /** POST /api/sign-in. */
    public void signIn(Context request) {
        if (!signIns.allow(request.req().getRemoteAddr())) {
            request.header("Retry-After", "60");
            throw new ApiException(HttpStatus.TOO_MANY_REQUESTS, "too many attempts: wait a minute");
        }
        String token = Body.of(request).text("token");
        Sessions.Opened opened = sessions.signIn(token)
                .orElseThrow(() -> new ApiException(
                        HttpStatus.UNAUTHORIZED,
                        "this link was used already or is too old: ask the console for a new one"));
        Cookie cookie = new Cookie(cookieName(), opened.secret());
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(tls);
        cookie.setSameSite(SameSite.STRICT);
        cookie.setMaxAge((int) Sessions.SESSION_LIFE.toSeconds());
        request.cookie(cookie);
        answer(request, opened.session());
    }

    /** GET /api/session. */
    public void session(Context request) {
        answer(request, of(request));
    }

    /** POST /api/sign-out. */
    public void signOut(Context request) {
        sessions.signOut(request.cookie(cookieName()));
        request.removeCookie(cookieName(), "/");
        request.status(HttpStatus.NO_CONTENT);
    }

    static Session of(Context request) {
        Session session = request.attribute(SESSION);
        if (session == null) {
            throw new ApiException(HttpStatus.UNAUTHORIZED, "sign in first");
        }
        return session;
    }

    private static void answer(Context request, Session session) {
        Body.answer(
                request,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("user", session.user())
                        .put("csrf", session.csrf())
                        .put("expires", session.expires().toString()));
    }

    /** Cookies are shared by all ports of a host, so the prefix and name must be ours alone. */
    private String cookieName() {
        return tls ? "__Host-vedette" : "vedette-session";
    }

    private void headers(Context request) {
        request.header(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                        + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Referrer-Policy", "no-referrer");
        request.header("Cross-Origin-Opener-Policy", "same-origin");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
        request.header("Cache-Control", "no-store");
        if (tls) {
            request.header("Strict-Transport-Security", "max-age=31536000");
        }
    }
}
