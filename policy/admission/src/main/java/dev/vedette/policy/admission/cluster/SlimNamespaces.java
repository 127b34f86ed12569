package dev.vedette.policy.admission.cluster;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/** Of the namespaces that an informer watches their names and labels: annotations may be long. */
final class SlimNamespaces extends BasicItemStore<Namespace> {
    SlimNamespaces() {
        super(Cache::metaNamespaceKeyFunc);
    }

    @Override
    public Namespace put(String key, Namespace namespace) {
        return super.put(key, slim(namespace));
    }

    private static Namespace slim(Namespace namespace) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace.getMetadata().getName())
                .withUid(namespace.getMetadata().getUid())
                .withResourceVersion(namespace.getMetadata().getResourceVersion())
                .withLabels(namespace.getMetadata().getLabels())
                .endMetadata()
                .build();
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
