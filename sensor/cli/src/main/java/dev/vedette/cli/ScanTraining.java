package dev.vedette.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What people do with manifests most, done once on some that a good part of the rules and checks find something in. */
final class ScanTraining {
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop, labels: {team: a}}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: shop
              annotations: {vedette.dev/waive-VDT-1002: "trained with; until 2999-12-31"}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  hostPID: true
                  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
                  containers:
                    - name: main
                      image: registry.example.com/shop/web:1
                      env: [{name: DB_PASSWORD, value: hunter2}]
                      ports: [{containerPort: 80, hostPort: 80}]
                      livenessProbe: {httpGet: {path: /healthz, port: 8080}}
                      resources: {limits: {cpu: 500m, memory: 128Mi}}
                      securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
                      volumeMounts: [{name: node, mountPath: /node}, {name: data, mountPath: /data}]
                  volumes: [{name: node, hostPath: {path: /var/run}}, {name: data, emptyDir: {}}]
            ---
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"type": "NodePort"}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: all}
            rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
            """;

    private final Path folder;

    ScanTraining(Path folder) {
        this.folder = folder;
    }

    void run() throws IOException {
        String file =
                Files.writeString(folder.resolve("training.yaml"), MANIFESTS).toString();
        run("scan", file);
        run("scan", "--format", "json", folder.toString());
        run("scan", "--format", "sarif", file);
        run("scan", "--only", "pss", file);
        run("explain", "VDT-1001");
    }

    /** What is found goes where it always does: into the log of the training. */
    private static void run(String... command) {
        Vedette.run(command);
    }
}
