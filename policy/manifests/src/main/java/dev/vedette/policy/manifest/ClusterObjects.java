package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ClusterSetting;
import dev.vedette.policy.model.ClusterSetting.Concern;
import dev.vedette.policy.model.Container;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says of one object that makes no pods what it opens or leaves out: Services, Ingresses, Gateways, webhooks of admission, Namespaces.
 *
 * <p>Field names: k8s.io/api core/v1, networking/v1 and admissionregistration/v1, sigs.k8s.io/gateway-api apis/v1.
 */
final class ClusterObjects {
    /** Annotations whose text becomes part of a proxy's own configuration. */
    private static final Pattern SNIPPET = Pattern.compile(
            "nginx\\.ingress\\.kubernetes\\.io/.*-snippets?|nginx\\.org/.*-snippets|.*haproxy.*/.*-(snippet|config)(-.*)?");

    private static final Pattern INTERNAL = Pattern.compile(".*(internal|load-balancer-scheme|load-balancer-type).*");

    private final FieldReader fields;
    private final long epochNanos;

    ClusterObjects(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<ClusterSetting> of(Manifest manifest) {
        OfObject object = new OfObject(manifest);
        switch (manifest.kind()) {
            case "Service" -> object.service();
            case "Ingress" -> object.ingress();
            case "Gateway" -> object.gateway();
            case "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" -> object.webhooks();
            case "Namespace" -> object.namespace();
            default -> {}
        }
        return object.settings;
    }

    /** One object's settings as they are gathered. */
    private final class OfObject {
        private final List<ClusterSetting> settings = new ArrayList<>();
        private final LocatedNode root;
        private final Workload holder;
        private final Container container;

        OfObject(Manifest manifest) {
            this.root = manifest.root();
            this.holder = Workloads.named(manifest, root, root, fields);
            this.container = ManifestFacts.container(holder, "", "", root);
        }

        void service() {
            Optional<LocatedNode> found = fields.object(root, "spec");
            if (found.isEmpty()) {
                return;
            }
            LocatedNode spec = found.get();
            for (LocatedNode address : fields.list(spec, "externalIPs")) {
                add(Concern.EXPOSURE, "externalIPs", fields.text(address), address);
            }
            fields.find(spec, "externalName")
                    .ifPresent(name -> add(Concern.EXPOSURE, "externalName", fields.text(name), name));
            LocatedNode type = fields.find(spec, "type").orElse(spec);
            switch (fields.text(spec, "type")) {
                case "NodePort" -> add(Concern.EXPOSURE, "type", "NodePort", type);
                case "LoadBalancer" -> {
                    if (fields.list(spec, "loadBalancerSourceRanges").isEmpty() && !isInternal()) {
                        add(Concern.EXPOSURE, "type", "LoadBalancer", type);
                    }
                }
                default -> {}
            }
        }

        private boolean isInternal() {
            List<String> found = new ArrayList<>();
            fields.object(root, "metadata", "annotations")
                    .ifPresent(annotations -> fields.forEachText(annotations, (name, value) -> {
                        if (INTERNAL.matcher(name).matches() && !value.equals("false")) {
                            found.add(name);
                        }
                    }));
            return !found.isEmpty();
        }

        void ingress() {
            annotations();
            Optional<LocatedNode> found = fields.object(root, "spec");
            if (found.isEmpty()) {
                return;
            }
            LocatedNode spec = found.get();
            if (fields.list(spec, "tls").isEmpty()) {
                add(Concern.EXPOSURE, "tls", "", spec);
            }
            for (LocatedNode rule : fields.objects(spec, "rules")) {
                String host = fields.text(rule, "host");
                if (host.isEmpty() || host.startsWith("*")) {
                    add(
                            Concern.EXPOSURE,
                            "host",
                            host,
                            fields.find(rule, "host").orElse(rule));
                }
            }
        }

        /**
         * Of gateway.networking.k8s.io/v1; other kinds of this name have their listeners elsewhere. One without TLS beside one
         * with it is there to send people on.
         */
        void gateway() {
            List<LocatedNode> listeners = fields.object(root, "spec").stream()
                    .flatMap(spec -> fields.objects(spec, "listeners").stream())
                    .toList();
            boolean encrypts = listeners.stream()
                    .map(listener -> fields.text(listener, "protocol"))
                    .anyMatch(protocol -> protocol.equals("HTTPS") || protocol.equals("TLS"));
            for (LocatedNode listener : listeners) {
                if (!encrypts && fields.text(listener, "protocol").equals("HTTP")) {
                    add(Concern.EXPOSURE, "tls", "HTTP", listener);
                }
                fields.object(listener, "allowedRoutes", "namespaces")
                        .flatMap(namespaces -> fields.find(namespaces, "from"))
                        .filter(from -> fields.text(from).equals("All"))
                        .ifPresent(from -> add(Concern.EXPOSURE, "routes", "All", from));
            }
        }

        private void annotations() {
            fields.object(root, "metadata", "annotations").ifPresent(annotations -> {
                if (annotations instanceof LocatedNode.Mapping mapping) {
                    mapping.entries().forEach((name, entry) -> {
                        if (SNIPPET.matcher(name).matches()) {
                            add(Concern.EXPOSURE, "snippet", name, entry.value());
                        }
                    });
                }
            });
        }

        void webhooks() {
            for (LocatedNode webhook : fields.objects(root, "webhooks")) {
                new WebhookTraits(fields)
                        .of(webhook)
                        .forEach(trait -> add(Concern.ADMISSION, trait.field(), trait.value(), trait.where()));
            }
        }

        void namespace() {
            LocatedNode where = fields.object(root, "metadata", "labels").orElse(root);
            String label = "pod-security.kubernetes.io/enforce";
            String level = fields.object(root, "metadata", "labels")
                    .map(labels -> fields.text(labels, label))
                    .orElse("");
            add(
                    Concern.NAMESPACE_GUARD,
                    "pod security",
                    level.isEmpty() ? "none" : level,
                    fields.find(where, label).orElse(where));
        }

        private void add(Concern concern, String name, String value, LocatedNode where) {
            settings.add(new ClusterSetting(container, concern, name, value, holder.placeOf(where), epochNanos));
        }
    }
}
