package dev.vedette.sensor.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No real API server: fabric8's mock, which keeps what it is given and serves lists and watches of it. It has no admission,
 * no authorisation and no controllers, and it knows no selector by a field of the specification: what was selected by is
 * kept here, and everything is given. Listens at loopback only.
 */
final class MockApiServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MockApiServer.class);
    private static final Pattern FIELD_SELECTOR = Pattern.compile("fieldSelector=([^&]*)&?");

    /** How an API server ends a watch from a version that it no longer has (k8s.io/apimachinery, NewResourceExpired). */
    private static final String EXPIRED = """
            {"type": "ERROR", "object": {"apiVersion": "v1", "kind": "Status", "status": "Failure", "code": 410,
             "reason": "Expired", "message": "too old resource version"}}""";

    private final AtomicBoolean hasForgotten = new AtomicBoolean();
    private final Set<String> fieldSelectors = ConcurrentHashMap.newKeySet();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new SelectingNothing(), false);
    private final KubernetesClient administrator;

    MockApiServer() {
        this(0);
    }

    /** At a port, as one that was there before. */
    MockApiServer(int port) {
        server.init(InetAddress.getLoopbackAddress(), port);
        administrator = server.createClient();
    }

    private final class SelectingNothing extends KubernetesCrudDispatcher {
        @Override
        public MockResponse handleGet(String path) {
            return super.handleGet(unselected(path));
        }

        @Override
        public MockResponse handleWatch(String path) {
            if (hasForgotten.getAndSet(false)) {
                return new MockResponse().withWebSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onOpen(WebSocket socket, Response response) {
                        socket.send(EXPIRED);
                    }
                });
            }
            return super.handleWatch(unselected(path));
        }

        private String unselected(String path) {
            Matcher selector = FIELD_SELECTOR.matcher(path);
            if (!selector.find()) {
                return path;
            }
            fieldSelectors.add(URLDecoder.decode(selector.group(1), StandardCharsets.UTF_8));
            return selector.replaceFirst("");
        }
    }

    /** The next watch is told that what it wants to go on from is too long ago. */
    void forget() {
        hasForgotten.set(true);
    }

    int port() {
        return server.getPort();
    }

    /** By what fields lists and watches have been selected. */
    Set<String> fieldSelectors() {
        return fieldSelectors;
    }

    /** For whoever writes what the cluster is to hold. */
    KubernetesClient administrator() {
        return administrator;
    }

    /** A kubeconfig by which it is reached. */
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters:
                - name: mock
                  cluster: {server: "http://%s:%d"}
                users:
                - name: sensor
                  user: {token: none}
                contexts:
                - name: mock
                  context: {cluster: mock, user: sensor}
                current-context: mock
                """.formatted(server.getHostName(), server.getPort()));
    }

    @Override
    public void close() {
        administrator.close();
        try {
            server.destroy();
        } catch (IllegalStateException e) {
            // The mock holds up its own loop for ten seconds when a watch ends together with its connection
            // (WatchEventsListener.onFailure), and waits no longer than that itself. It listens no more by then.
            LOG.info("the mock server ends later: {}", e.getMessage());
        }
    }
}
