package dev.vedette.benchmarks;

/** Typical manifests: a controller of pods with two containers, as charts have them. */
final class Manifests {
    private static final String DEPLOYMENT = """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web-%1$d", "namespace": "shop"},
         "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
          "template": {"metadata": {"labels": {"app": "web"}}, "spec": %2$s}}}
        """;
    private static final String SPECIFICATION = """
        {"securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
         "automountServiceAccountToken": false,
         "containers": [
          {"name": "main", "image": "registry.example.com/shop/web:1", "ports": [{"containerPort": 8080}],
           "env": [{"name": "MODE", "value": "production"}],
           "resources": {"limits": {"cpu": "500m", "memory": "128Mi"}},
           "livenessProbe": {"httpGet": {"path": "/healthz", "port": 8080}},
           "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}},
           "volumeMounts": [{"name": "data", "mountPath": "/data"}]},
          {"name": "side", "image": "registry.example.com/shop/side:2",
           "securityContext": {"allowPrivilegeEscalation": false, "runAsUser": 1000,
            "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}}],
         "volumes": [{"name": "data", "emptyDir": {}}]}
        """;

    private Manifests() {}

    static String deployment(int number) {
        return DEPLOYMENT.formatted(number, SPECIFICATION);
    }

    static String pod() {
        return "{\"apiVersion\": \"v1\", \"kind\": \"Pod\", \"metadata\": {\"name\": \"web\", \"namespace\": \"shop\"},"
                + " \"spec\": " + SPECIFICATION + "}";
    }
}
