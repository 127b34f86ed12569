package dev.vedette.policy.manifest;

import dev.vedette.policy.model.ContainerSetting;
import dev.vedette.policy.model.ContainerSetting.Aspect;
import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says of one object what pods get by it: settings, accounts and their tokens, claims of devices.
 *
 * <p>Field names: k8s.io/api core/v1 and resource/v1, where a request stands in {@code exactly} since v1beta2.
 */
final class ObjectTraits {
    private static final Pattern NOT_FINAL = Pattern.compile("extensions/.*|.*/v[0-9]+(alpha|beta)[0-9]+");
    private static final String ACCOUNT_OF_TOKEN = "kubernetes.io/service-account.name";

    private final FieldReader fields;
    private final long epochNanos;

    ObjectTraits(FieldReader fields, long epochNanos) {
        this.fields = fields;
        this.epochNanos = epochNanos;
    }

    List<ContainerSetting> of(Manifest manifest) {
        LocatedNode root = manifest.root();
        SettingList list = new SettingList(Workloads.named(manifest, root, root, fields), fields, epochNanos);
        version(manifest, list);
        switch (manifest.kind()) {
            case "ConfigMap" -> {
                new SecretPlaces(list).readConfigMap(root);
                new SecretPlaces(list).readAnnotations(root);
            }
            case "ServiceAccount" -> account(root, list);
            case "Secret" -> token(root, list);
            case "ResourceClaim" -> claim(root, list, "spec");
            case "ResourceClaimTemplate" -> claim(root, list, "spec", "spec");
            default -> {}
        }
        return list.all();
    }

    private void version(Manifest manifest, SettingList list) {
        fields.find(manifest.root(), "apiVersion")
                .filter(version -> NOT_FINAL.matcher(fields.text(version)).matches())
                .ifPresent(version -> list.add(Aspect.API_VERSION, manifest.kind(), fields.text(version), version));
    }

    /** The account that pods get which ask for none. */
    private void account(LocatedNode root, SettingList list) {
        if (list.workload().name().equals("default") && !fields.isFalse(root, "automountServiceAccountToken")) {
            list.add(
                    Aspect.ACCOUNT,
                    "default",
                    "mounted",
                    fields.find(root, "automountServiceAccountToken").orElse(root));
        }
    }

    /** One of the kind that Kubernetes made by itself up to 1.23, and still fills where somebody asks for it. */
    private void token(LocatedNode root, SettingList list) {
        if (fields.text(root, "type").equals("kubernetes.io/service-account-token")) {
            String account = fields.object(root, "metadata", "annotations")
                    .map(annotations -> fields.text(annotations, ACCOUNT_OF_TOKEN))
                    .orElse("");
            list.add(
                    Aspect.ACCOUNT,
                    account,
                    "never expires",
                    fields.find(root, "type").orElse(root));
        }
    }

    private void claim(LocatedNode root, SettingList list, String... path) {
        List<LocatedNode> requests = fields.object(root, path).stream()
                .flatMap(spec -> fields.object(spec, "devices").stream())
                .flatMap(devices -> fields.objects(devices, "requests").stream())
                .toList();
        for (LocatedNode request : requests) {
            Stream.of(request)
                    .flatMap(outer -> Stream.concat(Stream.of(outer), fields.object(outer, "exactly").stream()))
                    .filter(node -> fields.isTrue(node, "adminAccess"))
                    .forEach(node -> list.add(
                            Aspect.DEVICE_CLAIM,
                            fields.text(request, "name"),
                            "adminAccess",
                            fields.find(node, "adminAccess").orElse(node)));
        }
    }
}
