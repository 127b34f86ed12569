package dev.vedette.sensor.demo.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Gives tokens for a registry to one user, by TLS on loopback: a server of this project, since no package of Debian has one.
 * It speaks as registries ask for it (distribution, docs/spec/auth/token.md and jwt.md): the answer's {@code token} is
 * a JWT signed with ES256 whose header carries the certificate ({@code x5c}), and which names what may be done where.
 * A registry that verifies it and a client that asks for it are not of this project. Thread-safe.
 */
public final class TokenAuthority implements AutoCloseable {
    /** Who it says it is; a registry takes tokens of nobody else. */
    public static final String ISSUER = "vedette-test-issuer";

    /** The registry that tokens are for. */
    public static final String SERVICE = "vedette-test-registry";

    private static final Pattern SCOPE = Pattern.compile("repository:([a-z0-9/._-]+):([a-z,]+)");
    private static final int SECONDS_VALID = 300;

    private final HttpsServer server;
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final String authorization;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private TokenAuthority(HttpsServer server, PrivateKey key, X509Certificate certificate, String authorization) {
        this.server = server;
        this.key = key;
        this.certificate = certificate;
        this.authorization = authorization;
    }

    /** @param login user and password with a colon between */
    public static TokenAuthority start(LoopbackCertificate pair, String login) throws IOException {
        try {
            PrivateKey key = key(pair.key());
            X509Certificate certificate = certificate(pair.certificate());
            HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(context(key, certificate)));
            String authorization =
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
            TokenAuthority authority = new TokenAuthority(server, key, certificate, authorization);
            server.createContext("/token", authority::answer);
            server.start();
            return authority;
        } catch (GeneralSecurityException e) {
            throw new IOException("the authority for tokens does not start: " + e.getMessage(), e);
        }
    }

    /** Where registries send their clients. */
    public URI realm() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/token");
    }

    /** What tokens were given for, the oldest first. */
    public List<String> given() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) { // the newer way, oauth.md, which clients may try first
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            String scope = scope(exchange.getRequestURI());
            boolean known = authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (known ? "{\"token\": \"" + token(scope) + "\"}" : "{\"details\": \"incorrect login\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static String scope(URI address) {
        for (String parameter : address.getRawQuery().split("&", -1)) {
            if (parameter.startsWith("scope=")) {
                return URLDecoder.decode(parameter.substring("scope=".length()), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private String token(String scope) throws GeneralSecurityException {
        String access = "";
        Matcher matcher = SCOPE.matcher(scope);
        if (matcher.matches()) {
            asked.add(scope);
            access = "{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[\"%s\"]}"
                    .formatted(matcher.group(1), matcher.group(2).replace(",", "\",\""));
        }
        long now = Instant.now().getEpochSecond();
        String header = "{\"typ\":\"JWT\",\"alg\":\"ES256\",\"x5c\":[\"%s\"]}"
                .formatted(Base64.getEncoder().encodeToString(certificate.getEncoded()));
        String claims =
                "{\"iss\":\"%s\",\"sub\":\"reader\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"%d\",\"access\":[%s]}"
                        .formatted(ISSUER, SERVICE, now + SECONDS_VALID, now - 10, now, System.nanoTime(), access);
        String signed = encoded(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format"); // RFC 7518, 3.4
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static PrivateKey key(Path pem) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static X509Certificate certificate(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static SSLContext context(PrivateKey key, X509Certificate certificate)
            throws IOException, GeneralSecurityException {
        char[] unused = new char[0];
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, unused);
        store.setKeyEntry("server", key, unused, new X509Certificate[] {certificate});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, unused);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
