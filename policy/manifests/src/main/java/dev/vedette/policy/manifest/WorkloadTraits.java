package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;

/**
 * Says of one manifest that makes pods what is unusual about them beside the node's own protection: where they are put, what
 * their probes reach, who they are to other programs, and what they may fill.
 */
final class WorkloadTraits {
    private final FieldReader fields;
    private final long epochNanos;

    WorkloadTraits(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<ContainerSetting> of(Workloads workloads) {
        LocatedNode root = workloads.manifest().root();
        return workloads.all().stream()
                .flatMap(workload -> of(root, workload).stream())
                .toList();
    }

    private List<ContainerSetting> of(LocatedNode root, Workload workload) {
        SettingList list = new SettingList(workload, fields, epochNanos);
        new PodPlacement(list).read(root);
        new ProbesAndHooks(list).read();
        new MetadataAddresses(list).read();
        new PodIdentity(list).read();
        new StorageUse(list).read();
        new DeviceUse(list).read();
        new SecretPlaces(list).readAnnotations(root, workload.template());
        new SecretPlaces(list).readReferences();
        return list.all();
    }
}
