package dev.vedette.console.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One-time sign-in tokens and the sessions they open. Thread-safe.
 *
 * <p>Guarantees: a token opens one session and none after {@link #TOKEN_LIFE}; a session ends after
 * {@link #SESSION_LIFE} or when the console stops.
 */
public final class Sessions {
    /** How long a sign-in link works. */
    public static final Duration TOKEN_LIFE = Duration.ofHours(1);

    /** How long a session lasts. */
    public static final Duration SESSION_LIFE = Duration.ofHours(12);

    private static final int MAX_TOKENS = 1_000;

    private final Secrets secrets = new Secrets();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final Clock clock;

    public Sessions(Clock clock) {
        this.clock = clock;
    }

    private record Token(String user, Instant expires) {}

    /**
     * Who is signed in.
     *
     * @param csrf what must come with everything that changes something
     */
    public record Session(String user, String csrf, Instant expires) {}

    /** A session and the secret that stands in its cookie. */
    public record Opened(String secret, Session session) {}

    /** A token that opens one session for {@code user}. */
    public String issueToken(String user) {
        forgetExpired();
        if (tokens.size() >= MAX_TOKENS) {
            throw new IllegalStateException("too many unused sign-in links: use one of them or restart the console");
        }
        String token = secrets.next();
        tokens.put(Secrets.digest(token), new Token(user, clock.instant().plus(TOKEN_LIFE)));
        return token;
    }

    /** Opens a session, empty if the token is unknown, used or too old. */
    public Optional<Opened> signIn(String token) {
        Token known = tokens.remove(Secrets.digest(token));
        if (known == null || known.expires().isBefore(clock.instant())) {
            return Optional.empty();
        }
        String secret = secrets.next();
        Session session =
                new Session(known.user(), secrets.next(), clock.instant().plus(SESSION_LIFE));
        sessions.put(Secrets.digest(secret), session);
        return Optional.of(new Opened(secret, session));
    }

    /** The session of a cookie. */
    public Optional<Session> find(String secret) {
        if (secret == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(sessions.get(Secrets.digest(secret)))
                .filter(session -> session.expires().isAfter(clock.instant()));
    }

    public void signOut(String secret) {
        sessions.remove(Secrets.digest(secret));
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        tokens.values().removeIf(token -> token.expires().isBefore(now));
        sessions.values().removeIf(session -> session.expires().isBefore(now));
    }
}
