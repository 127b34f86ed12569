package dev.vedette.policy.manifest;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.model.IsolationObserved.Source;
import dev.vedette.policy.model.Origin;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The settings of one workload, or of what stands for one, as they are gathered. Not thread-safe. */
final class SettingList {
    private final List<ContainerSetting> settings = new ArrayList<>();
    private final Workload workload;
    private final FieldReader fields;
    private final long epochNanos;

    SettingList(Workload workload, FieldReader fields, long epochNanos) {
        this.workload = workload;
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    Workload workload() {
        return workload;
    }

    LocatedNode podSpec() {
        return workload.podSpec();
    }

    FieldReader fields() {
        return fields;
    }

    /** Of the pod as a whole. */
    void add(Aspect aspect, String name, String value, LocatedNode where) {
        add(ManifestFacts.container(workload, "", "", workload.podSpec()), aspect, name, value, where);
    }

    /** Of the container that {@code node} describes. */
    void addOf(LocatedNode node, Aspect aspect, String name, String value, LocatedNode where) {
        Container container =
                ManifestFacts.container(workload, fields.text(node, "name"), fields.text(node, "image"), node);
        add(container, aspect, name, value, where);
    }

    private void add(Container container, Aspect aspect, String name, String value, LocatedNode where) {
        settings.add(new ContainerSetting(
                Source.MANIFEST, container, aspect, name, value, workload.placeOf(where), epochNanos, Origin.LIVE));
    }

    /** Each container of the pod with the list that it stands in. */
    void forEachContainer(BiConsumer<ContainerRole, LocatedNode> each) {
        for (ContainerRole role : ContainerRole.values()) {
            fields.objects(workload.podSpec(), role.field()).forEach(node -> each.accept(role, node));
        }
    }

    List<ContainerSetting> all() {
        return settings;
    }
}
