package dev.vedette.policy.admission;

import dev.vedette.policy.admission.standards.StandardsReviewer;
import dev.vedette.policy.engine.RuleBundle;
import dev.vedette.policy.manifest.Scanner;
import dev.vedette.policy.model.PolicySet;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Webhooks with the built-in rules, and what an API server asks them; closes after each test what it began. */
final class WebhookRange implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Scanner scanner;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        scanner = new Scanner(List.of(RuleBundle.builtIn(WebhookRange.class.getClassLoader())), PolicySet.NONE);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        scanner.close();
    }

    /** One that does not listen yet. */
    AdmissionWebhook webhook(WebhookSettings settings) {
        AdmissionWebhook webhook = new AdmissionWebhook(settings, scanner);
        open.push(webhook);
        return webhook;
    }

    AdmissionWebhook started(WebhookSettings settings) {
        AdmissionWebhook webhook = webhook(settings);
        webhook.start();
        return webhook;
    }

    AdmissionWebhook started(WebhookSettings settings, Optional<StandardsReviewer> standards, WebhookReports reports) {
        AdmissionWebhook webhook = new AdmissionWebhook(settings, scanner, standards, reports);
        open.push(webhook);
        webhook.start();
        return webhook;
    }

    /** Has a client closed in the end. */
    WebhookClient closing(WebhookClient client) {
        open.push(client);
        return client;
    }

    /** What an API server sends. */
    static String review(String operation, String kind, String namespace, String object, String oldObject) {
        return """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"uid-1",
                 "kind":{"group":"","version":"v1","kind":"%s"},"namespace":"%s","operation":"%s",
                 "object":%s,"oldObject":%s}}""".formatted(kind, namespace, operation, object, oldObject);
    }
}
