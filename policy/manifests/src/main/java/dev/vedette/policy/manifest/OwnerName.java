package dev.vedette.policy.manifest;

import dev.vedette.policy.yaml.LocatedNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The workload that people know an object by: its controller, or the controller's own where the name tells it.
 *
 * <p>A Deployment's ReplicaSet is called {@code NAME-HASH} with the hash in the label {@code pod-template-hash}; a
 * CronJob's Job {@code NAME-MINUTES} (kubernetes, pkg/controller/deployment and pkg/controller/cronjob/utils.go).
 */
final class OwnerName {
    private static final Pattern CRON_TAIL = Pattern.compile("(.+)-\\d{8,}");

    private OwnerName() {}

    /** Empty for an object without a controller. */
    static Optional<String> of(LocatedNode metadata, Map<String, String> podLabels, FieldReader fields) {
        List<LocatedNode> owners = fields.objects(metadata, "ownerReferences");
        return owners.stream()
                .filter(owner -> fields.isTrue(owner, "controller"))
                .findFirst()
                .map(owner -> known(fields.text(owner, "kind"), fields.text(owner, "name"), podLabels))
                .filter(name -> !name.isEmpty());
    }

    private static String known(String kind, String name, Map<String, String> podLabels) {
        return switch (kind) {
            case "ReplicaSet" -> {
                String tail = "-" + podLabels.getOrDefault("pod-template-hash", "?");
                yield name.endsWith(tail) ? name.substring(0, name.length() - tail.length()) : name;
            }
            case "Job" -> {
                Matcher cron = CRON_TAIL.matcher(name);
                yield cron.matches() ? cron.group(1) : name;
            }
            default -> name;
        };
    }
}
