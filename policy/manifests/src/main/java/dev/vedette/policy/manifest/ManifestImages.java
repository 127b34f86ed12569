package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Says of one manifest which images its containers are to be made from: init, regular and ephemeral containers, and
 * volumes that are images (core/v1, ImageVolumeSource).
 */
final class ManifestImages {
    private final FieldReader fields;
    private final long epochNanos;

    ManifestImages(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<ImageObserved> of(Workloads workloads) {
        return workloads.all().stream()
                .flatMap(workload -> ofWorkload(workload).stream())
                .toList();
    }

    private List<ImageObserved> ofWorkload(Workload workload) {
        List<ImageObserved> facts = new ArrayList<>();
        for (ContainerRole role : ContainerRole.values()) {
            for (LocatedNode container : fields.objects(workload.podSpec(), role.field())) {
                add(workload, container, "image", fields.text(container, "name"), facts);
            }
        }
        for (LocatedNode volume : fields.objects(workload.podSpec(), "volumes")) {
            fields.object(volume, "image").ifPresent(image -> add(workload, image, "reference", "", facts));
        }
        return facts;
    }

    private void add(Workload workload, LocatedNode holder, String field, String name, List<ImageObserved> facts) {
        String reference = fields.text(holder, field);
        if (!reference.isBlank()) {
            facts.add(ImageObserved.named(
                    ManifestFacts.container(workload, name, reference, holder),
                    ImageName.parse(reference),
                    workload.placeOf(fields.find(holder, field).orElse(holder)),
                    epochNanos));
        }
    }
}
