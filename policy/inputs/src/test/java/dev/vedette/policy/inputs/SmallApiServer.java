package dev.vedette.policy.inputs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP server that speaks as much of the Kubernetes API as a scan needs: discovery, and lists in pages of two whatever limit
 * is asked for. Everything else is not found. At loopback.
 */
final class SmallApiServer implements AutoCloseable {
    private static final int PAGE = 2;
    private static final Pattern CONTINUE = Pattern.compile("continue=(\\d+)");

    private final Map<String, List<String>> kindsOfVersions = new HashMap<>();
    private final Map<String, List<String>> objects = new HashMap<>();
    private final Map<String, Integer> refusals = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    SmallApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Makes it know a kind, as {@code apps/v1}, {@code deployments}, {@code Deployment}. */
    SmallApiServer serve(String version, String plural, String kind, boolean namespaced) {
        kindsOfVersions
                .computeIfAbsent(version, key -> new ArrayList<>())
                .add("{\"name\":\"%s\",\"kind\":\"%s\",\"namespaced\":%s},{\"name\":\"%s/status\",\"kind\":\"%s\"}"
                        .formatted(plural, kind, namespaced, plural, kind));
        return this;
    }

    /** Adds an object, as items of lists are: without kind and version. */
    SmallApiServer add(String address, String object) {
        objects.computeIfAbsent(address, key -> new ArrayList<>()).add(object);
        return this;
    }

    /** Answers there with an error from now on. */
    SmallApiServer refuse(String address, int code) {
        refusals.put(address, code);
        return this;
    }

    /** The addresses that were asked for, with their parameters. */
    List<String> asked() {
        return asked;
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(5_000)
                        .withRequestTimeout(5_000)
                        .build())
                .build();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String address = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        asked.add(address + "?" + query);
        int code = refusals.getOrDefault(address, 200);
        String body = code == 200 ? body(address, query) : "{\"kind\":\"Status\",\"message\":\"no\"}";
        if (body.isEmpty()) {
            code = 404;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String body(String address, String query) {
        String version = address.replaceFirst("^/apis?/", "");
        if (kindsOfVersions.containsKey(version)) {
            return "{\"groupVersion\":\"%s\",\"resources\":[%s]}"
                    .formatted(version, String.join(",", kindsOfVersions.get(version)));
        }
        for (String known : kindsOfVersions.keySet()) {
            if (known.startsWith(version + "/")) {
                return "{\"preferredVersion\":{\"groupVersion\":\"%s\"}}".formatted(known);
            }
        }
        return kindsOfVersions.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(kind -> kind.contains("\"name\":\"" + address.replaceFirst(".*/", "") + "\""))
                ? page(objects.getOrDefault(address, List.of()), query)
                : "";
    }

    private static String page(List<String> all, String query) {
        Matcher next = CONTINUE.matcher(query);
        int from = next.find() ? Integer.parseInt(next.group(1)) : 0;
        int to = Math.min(all.size(), from + PAGE);
        return "{\"metadata\":{\"continue\":\"%s\"},\"items\":[%s]}"
                .formatted(to < all.size() ? Integer.toString(to) : "", String.join(",", all.subList(from, to)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
