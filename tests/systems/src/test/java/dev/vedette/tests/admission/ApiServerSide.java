package dev.vedette.tests.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vedette.policy.admission.AdmissionWebhook;
import dev.vedette.policy.admission.WebhookSettings;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.PodTemplates;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import dev.vedette.policy.model.Severity;
import dev.vedette.policy.tls.TrustedFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real webhook behind TLS, and in place of an API server, which cannot be had as a package, a client that asks it as one
 * does: first what is to be changed, then whether the result may be (k8s.io/apiserver, pkg/endpoints/handlers/create.go).
 */
final class ApiServerSide implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final Scanner scanner;
    private final AdmissionWebhook webhook;
    private final HttpClient client;

    ApiServerSide(Path folder) throws Exception {
        this.folder = folder;
        scanner = new Scanner(List.of(RuleBundle.builtIn(ApiServerSide.class.getClassLoader())), PolicySet.NONE);
        webhook = new AdmissionWebhook(
                new WebhookSettings(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        folder,
                        List.of("localhost"),
                        false,
                        Severity.HIGH,
                        "",
                        WebhookSettings.DEFAULT_MAX_REQUEST_BYTES,
                        Optional.of(records()),
                        Optional.of(folder.resolve("seal.key")),
                        Optional.empty(),
                        false,
                        WebhookSettings.DEFAULT_ANSWER_WITHIN,
                        PodTemplates.KNOWN),
                scanner);
        webhook.start();
        client = HttpClient.newBuilder()
                .sslContext(trusting(folder.resolve("tls.crt")))
                .build();
    }

    /** What the webhook writes down. */
    Path records() {
        return folder.resolve("admissions.ndjson");
    }

    Path sealKeys() {
        return folder.resolve("seal.key.pub");
    }

    /** Has a pod admitted that has its uid, and gives back its seal. */
    String admit(String uid, String namespace, String name, String spec) throws Exception {
        ObjectNode pod = (ObjectNode) JSON.readTree("{\"kind\":\"Pod\",\"metadata\":{},\"spec\":" + spec + "}");
        ((ObjectNode) pod.path("metadata")).put("name", name).put("namespace", namespace);
        String seal = seal(pod, namespace);
        ((ObjectNode) pod.path("metadata"))
                .put("uid", uid)
                .putObject("annotations")
                .put(AdmissionSeal.ANNOTATION, seal);
        if (!ask("/validate", pod, namespace).path("allowed").asBoolean()) {
            throw new AssertionError(name + " was not admitted");
        }
        return seal;
    }

    /** Only what is asked first, as by an API server whose other webhooks then refuse the pod. */
    String seal(String namespace, String name, String spec) throws Exception {
        ObjectNode pod = (ObjectNode) JSON.readTree("{\"kind\":\"Pod\",\"metadata\":{},\"spec\":" + spec + "}");
        ((ObjectNode) pod.path("metadata")).put("name", name).put("namespace", namespace);
        return seal(pod, namespace);
    }

    /** Asks for a program in a pod, as {@code kubectl exec} has the API server do. */
    void exec(String user, String namespace, String name, String container, String command) throws Exception {
        ObjectNode options = JSON.createObjectNode().put("container", container);
        options.putArray("command").add(command);
        ObjectNode request = request("PodExecOptions", options, namespace)
                .put("name", name)
                .put("subResource", "exec")
                .put("operation", "CONNECT");
        request.putObject("userInfo").put("username", user);
        if (!ask("/validate", request).path("allowed").asBoolean()) {
            throw new AssertionError(user + " was not let into " + name);
        }
    }

    private String seal(ObjectNode pod, String namespace) throws Exception {
        JsonNode patch =
                JSON.readTree(ask("/mutate", pod, namespace).path("patch").binaryValue());
        return patch.path(0).path("value").path(AdmissionSeal.ANNOTATION).asText();
    }

    private JsonNode ask(String path, JsonNode pod, String namespace) throws Exception {
        return ask(path, request("Pod", pod, namespace));
    }

    private static ObjectNode request(String kind, JsonNode object, String namespace) {
        ObjectNode request = JSON.createObjectNode().put("uid", "r").put("namespace", namespace);
        request.put("operation", "CREATE").putObject("kind").put("kind", kind).put("version", "v1");
        request.set("object", object);
        return request;
    }

    private JsonNode ask(String path, ObjectNode request) throws Exception {
        ObjectNode review =
                JSON.createObjectNode().put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
        review.set("request", request);
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + webhook.port() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(review.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body()).path("response");
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new TrustedFile(certificate).keyStore());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    @Override
    public void close() {
        client.close();
        webhook.close();
        scanner.close();
    }
}
