package dev.vedette.sensor.identity.runtime;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The workload that people know a pod by. CRI carries no owner references, so it is read from the labels that the
 * controllers set and the names that they make:
 *
 * <ul>
 *   <li>Deployment: label {@code pod-template-hash}; the name is {@code NAME-HASH-xxxxx}
 *   <li>StatefulSet: label {@code statefulset.kubernetes.io/pod-name}; the name is {@code NAME-N}
 *   <li>Job: label {@code batch.kubernetes.io/job-name} (before 1.27 {@code job-name}); of a CronJob the job is called
 *       {@code NAME-MINUTES} (pkg/controller/cronjob/utils.go, getJobName)
 *   <li>DaemonSet: label {@code controller-revision-hash} without the StatefulSet's; the name is {@code NAME-xxxxx}
 * </ul>
 *
 * <p>The five last characters are of the alphabet without vowels (apimachinery, util/rand). Else it is the pod's name.
 */
public final class WorkloadName {
    private static final Pattern RANDOM_TAIL = Pattern.compile("(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}");
    private static final Pattern ORDINAL_TAIL = Pattern.compile("(.+)-\\d+");
    private static final Pattern CRON_TAIL = Pattern.compile("(.+)-\\d{8,}");

    private WorkloadName() {}

    /** The workload of a pod by its name and labels; the pod's own name where it has no controller that is known. */
    public static String of(String podName, Map<String, String> labels) {
        String hash = labels.getOrDefault("pod-template-hash", "");
        if (!hash.isEmpty()) {
            String replicaSet = without(RANDOM_TAIL, podName);
            return replicaSet.endsWith("-" + hash)
                    ? replicaSet.substring(0, replicaSet.length() - hash.length() - 1)
                    : replicaSet;
        }
        String job = labels.getOrDefault("batch.kubernetes.io/job-name", labels.getOrDefault("job-name", ""));
        if (!job.isEmpty()) {
            return without(CRON_TAIL, job);
        }
        if (labels.containsKey("statefulset.kubernetes.io/pod-name")) {
            return without(ORDINAL_TAIL, podName);
        }
        return labels.containsKey("controller-revision-hash") ? without(RANDOM_TAIL, podName) : podName;
    }

    /**
     * The kind of that workload, "" where the labels don't say: a pod without an owner and one of a controller that
     * nobody knows here look the same.
     */
    static String ownerKind(Map<String, String> labels) {
        if (labels.containsKey("pod-template-hash")) {
            return "Deployment";
        }
        if (labels.containsKey("batch.kubernetes.io/job-name") || labels.containsKey("job-name")) {
            return "Job";
        }
        if (labels.containsKey("statefulset.kubernetes.io/pod-name")) {
            return "StatefulSet";
        }
        return labels.containsKey("controller-revision-hash") ? "DaemonSet" : "";
    }

    private static String without(Pattern tail, String name) {
        Matcher matcher = tail.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }
}
