package dev.vedette.tests.policies;

import dev.vedette.policy.document.PolicyResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/**
 * No real API server: fabric8's mock, which keeps what it is given, checks nothing, and serves lists and watches of it. Listens
 * at loopback only.
 */
final class PolicyServer implements AutoCloseable {
    private static final ResourceDefinitionContext POLICIES = new ResourceDefinitionContext.Builder()
            .withGroup(PolicyResource.GROUP)
            .withVersion(PolicyResource.VERSION)
            .withKind(PolicyResource.KIND)
            .withPlural(PolicyResource.PLURAL)
            .withNamespaced(false)
            .build();

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final KubernetesClient administrator;

    PolicyServer() {
        server.init();
        administrator = server.createClient();
    }

    /** As kubectl does. */
    void apply(String document) {
        policies()
                .resource(Serialization.unmarshal(document, GenericKubernetesResource.class))
                .createOr(NonDeletingOperation::update);
    }

    void delete(String name) {
        policies().withName(name).delete();
    }

    private MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> policies() {
        return administrator.genericKubernetesResources(POLICIES);
    }

    /** A kubeconfig by which it is reached. */
    Path kubeconfig(Path folder) throws IOException {
        return Files.writeString(folder.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: mock, cluster: {server: "http://%s:%d"}}]
                users: [{name: sensor, user: {token: none}}]
                contexts: [{name: mock, context: {cluster: mock, user: sensor}}]
                current-context: mock
                """.formatted(server.getHostName(), server.getPort()));
    }

    @Override
    public void close() {
        administrator.close();
        server.destroy();
    }
}
