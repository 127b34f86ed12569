package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** As which users and groups a pod's containers run, where a manifest says so (core/v1, PodSecurityContext). */
final class PodIdentity {
    private static final List<String> IDS = List.of("runAsUser", "runAsGroup");

    private final SettingList list;
    private final FieldReader fields;
    private final LocatedNode podSpec;

    PodIdentity(SettingList list) {
        this.list = list;
        this.fields = list.fields();
        this.podSpec = list.podSpec();
    }

    void read() {
        Optional<LocatedNode> pod = fields.object(podSpec, "securityContext");
        pod.ifPresent(this::pod);
        list.forEachContainer((role, container) -> {
            Optional<LocatedNode> own = fields.object(container, "securityContext");
            for (String id : IDS) {
                own.filter(context -> fields.find(context, id).isPresent())
                        .or(() -> pod)
                        .ifPresent(context -> number(container, id, context));
            }
            Stream.of(own, pod)
                    .flatMap(Optional::stream)
                    .flatMap(context -> fields.object(context, "windowsOptions").stream())
                    .flatMap(options -> fields.find(options, "runAsUserName").stream())
                    .findFirst()
                    .ifPresent(
                            name -> list.addOf(container, Aspect.IDENTITY, "runAsUserName", fields.text(name), name));
        });
    }

    private void pod(LocatedNode context) {
        fields.number(context, "fsGroup")
                .ifPresent(group -> list.add(Aspect.IDENTITY, "fsGroup", group.toString(), at(context, "fsGroup")));
        List<LocatedNode> groups = fields.list(context, "supplementalGroups");
        for (LocatedNode group : groups) {
            list.add(Aspect.IDENTITY, "supplementalGroups", fields.text(group), group);
        }
        boolean setsGroups =
                !groups.isEmpty() || fields.find(context, "runAsGroup").isPresent();
        if (setsGroups && !fields.text(context, "supplementalGroupsPolicy").equals("Strict")) {
            list.add(Aspect.IDENTITY, "supplementalGroupsPolicy", "Merge", at(context, "supplementalGroupsPolicy"));
        }
    }

    private void number(LocatedNode container, String id, LocatedNode context) {
        fields.number(context, id)
                .ifPresent(number -> list.addOf(container, Aspect.IDENTITY, id, number.toString(), at(context, id)));
    }

    private LocatedNode at(LocatedNode context, String field) {
        return fields.find(context, field).orElse(context);
    }
}
