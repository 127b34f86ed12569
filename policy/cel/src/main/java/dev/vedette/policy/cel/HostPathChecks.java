package dev.vedette.policy.cel;

import static dev.vedette.policy.cel.Cel.both;
import static dev.vedette.policy.cel.Cel.either;
import static dev.vedette.policy.cel.Cel.isAll;
import static dev.vedette.policy.cel.Cel.list;
import static dev.vedette.policy.cel.Cel.quoted;

import dev.vedette.policy.model.HostPath;
import dev.vedette.rules.facts.RuntimeSockets;
import dev.vedette.rules.facts.SensitiveTrees;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules on paths of the node. They are resolved as {@link HostPath} does, but for {@code ..}, which an API server refuses
 * (source: k8s.io/kubernetes, pkg/apis/core/validation, validatePathNoBacksteps).
 */
final class HostPathChecks {
    /** How many roots of processes are looked through, one within the other. */
    private static final int LINKS = 3;

    private static final String A_USERS = "/run/user/*";

    private HostPathChecks() {}

    /** @param ordinaryDevices as the rule on devices is given them */
    static Map<String, String> all(List<String> ordinaryDevices) {
        return Map.of(
                "VDT-1004",
                both(
                        IsolationChecks.notShared("hostIPC"),
                        eachMount("!" + isWithin("m.path", List.of("/dev/shm", "/dev/mqueue")))),
                "VDT-1007",
                eachMount("!" + isSensitive() + " || (m.readOnly && " + isHarmlessToRead() + ")"),
                "VDT-1008",
                eachMount("!(" + bringsSocket() + ")"),
                "VDT-1017",
                eachMount("!m.path.startsWith('/dev/') || " + isAll("m.path", SensitiveTrees.RAW_DEVICE) + " || "
                        + isWithin("m.path", ordinaryDevices)));
    }

    /**
     * Each path of the node that a container sees, or might since none mounts it: by volume and container, as {@code path}
     * and {@code readOnly}.
     */
    static String mounts() {
        String volumes = Cel.SPEC + ".?volumes.orValue([]).filter(v, has(v.hostPath))";
        String ofVolume = "c.?volumeMounts.orValue([]).filter(m, m.name == v.name)";
        String mounted = volumes + ".map(v, variables.containers.map(c, " + ofVolume + ".map(m, "
                + mount("v.hostPath.path + '/' + m.?subPath.orValue('')", "m.?readOnly.orValue(false)") + ")))";
        String byNone = volumes + ".filter(v, !variables.containers.exists(c, " + ofVolume + ".size() > 0)).map(v, [["
                + mount("v.hostPath.path", "false") + "]])";
        return mounted + " + " + byNone;
    }

    private static String mount(String path, String readOnly) {
        return "{'path': dyn(" + resolved(path) + "), 'readOnly': dyn(" + readOnly + ")}";
    }

    private static String resolved(String path) {
        StringBuilder steps = new StringBuilder("[" + path + "]");
        steps.append(".map(t, '/' + t.split('/').filter(s, s != '' && s != '.').join('/'))");
        for (int i = 0; i < LINKS; i++) {
            steps.append(".map(t, ").append(linkFollowed()).append(")");
        }
        steps.append(".map(t, t == '/var/run' || t.startsWith('/var/run/') ? t.substring(4)"
                + " : t == '/var/lock' || t.startsWith('/var/lock/') ? '/run' + t.substring(4)"
                + " : t == '' ? '/' : t)");
        return steps.append("[0]").toString();
    }

    private static String linkFollowed() {
        return begins(HostPath.PROCESS_ROOT) + " ? t.substring(t.indexOf('/root') + 5) : "
                + begins(HostPath.WORKS_IN_ROOT) + " ? t.substring(t.indexOf('/cwd') + 4) : t";
    }

    private static String begins(Pattern link) {
        return "t.matches(" + quoted("^" + link.pattern() + "(?:/|$)") + ")";
    }

    private static String eachMount(String expression) {
        return "variables.mounts.all(v, v.all(c, c.all(m, " + expression + ")))";
    }

    private static String isWithin(String path, Collection<String> places) {
        return list(places) + ".exists(t, " + path + " == t || " + path + ".startsWith(t + '/'))";
    }

    private static String isSensitive() {
        Set<String> around = new TreeSet<>();
        SensitiveTrees.TREES.forEach(tree -> around.addAll(outwards(tree)));
        SensitiveTrees.ONLY_WHOLE.forEach(tree -> around.addAll(outwards(tree)));
        return "("
                + either(
                        "m.path in " + list(around),
                        isWithin("m.path", SensitiveTrees.TREES),
                        isAll("m.path", SensitiveTrees.RAW_DEVICE),
                        isAll("m.path", SensitiveTrees.OF_WINDOWS))
                + ")";
    }

    private static String isHarmlessToRead() {
        return "(m.path in ['/proc', '/sys'] || " + isWithin("m.path", SensitiveTrees.PUBLIC) + ")";
    }

    private static String bringsSocket() {
        Set<String> known = new TreeSet<>();
        Set<String> ofUsers = new TreeSet<>();
        RuntimeSockets.PATHS.stream()
                .flatMap(socket -> outwards(socket).stream())
                .forEach(place -> (place.startsWith(A_USERS) ? ofUsers : known).add(place));
        String users = ofUsers.stream()
                .map(place -> "/run/user/(?:[0-9]+|\\*)" + Pattern.quote(place.substring(A_USERS.length())))
                .collect(Collectors.joining("|"));
        return either(
                "m.path in " + list(known),
                isAll("m.path", Pattern.compile(users)),
                "m.path.split('/').exists(n, n in " + list(RuntimeSockets.NAMES) + " && m.path.endsWith('/' + n))",
                isAll("m.path", RuntimeSockets.WINDOWS_PIPE));
    }

    /** The place itself and all that it lies in. */
    private static Set<String> outwards(String place) {
        Set<String> places = new TreeSet<>(List.of("/"));
        for (String each = place; !each.isEmpty(); each = each.substring(0, each.lastIndexOf('/'))) {
            places.add(each);
        }
        return places;
    }
}
