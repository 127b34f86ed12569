package dev.vedette.sensor.posture.kernel;

import dev.vedette.policy.model.ModuleReachable;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import dev.vedette.sensor.posture.version.RecordStore;
import dev.vedette.sensor.posture.version.VulnerabilityRecords;
import dev.vedette.sensor.posture.version.VulnerabilityRecords.RiskyModule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Modules with a record of local roots that are loaded unused, or that come when somebody asks for them.
 *
 * <p>Facts: {@code /proc/modules} has name, size and the count of users (proc(5)); {@code modules.dep} of the running
 * release lists what can be loaded; an {@code install} line replaces the loading by a command, while {@code blacklist}
 * only ignores aliases (modprobe.d(5)); {@code kernel.modules_disabled} 1 ends all loading. Names are the same with
 * {@code -} and {@code _}.
 */
public final class ModuleCheck implements PostureCheck {
    private static final List<String> CONFIGURATION = List.of(
            "/etc/modprobe.d",
            "/run/modprobe.d",
            "/usr/local/lib/modprobe.d",
            "/usr/lib/modprobe.d",
            "/lib/modprobe.d");
    private static final Set<String> NOTHING =
            Set.of("/bin/false", "/bin/true", "/usr/bin/false", "/usr/bin/true", "/sbin/nologin", "false", "true", ":");

    private final RecordStore records;

    public ModuleCheck(RecordStore records) {
        this.records = records;
    }

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public void look(PostureLook look) {
        NodeRoot root = look.root();
        Map<String, Integer> loaded = loaded(root);
        Set<String> available = available(root);
        Set<String> forbidden = forbidden(root);
        boolean closed = root.value("/proc/sys/kernel/modules_disabled")
                .filter("1"::equals)
                .isPresent();
        VulnerabilityRecords known = records.inForce();
        for (RiskyModule module : known.modules()) {
            Integer users = loaded.get(module.name());
            boolean reachable = !closed && available.contains(module.name()) && !forbidden.contains(module.name());
            if (users != null || reachable) {
                look.found(new ModuleReachable(
                        module.name(),
                        users != null,
                        users != null && users > 0,
                        module.record(),
                        module.purpose(),
                        known.date().toString(),
                        look.epochNanos()));
            }
        }
    }

    private static Map<String, Integer> loaded(NodeRoot root) {
        Map<String, Integer> modules = new HashMap<>();
        root.value("/proc/modules").orElse("").lines().forEach(line -> {
            String[] fields = line.split(" ", -1);
            if (fields.length > 2 && fields[2].matches("\\d{1,9}")) {
                modules.put(fields[0], Integer.parseInt(fields[2]));
            }
        });
        return modules;
    }

    private static Set<String> available(NodeRoot root) {
        String release = root.value("/proc/sys/kernel/osrelease").orElse("");
        Set<String> modules = new HashSet<>();
        if (release.isEmpty() || release.contains("/")) {
            return modules;
        }
        root.value("/lib/modules/" + release + "/modules.dep")
                .orElse("")
                .lines()
                .forEach(line -> {
                    String path = line.substring(0, Math.max(0, line.indexOf(':')));
                    String file = path.substring(path.lastIndexOf('/') + 1);
                    int end = file.indexOf(".ko");
                    if (end > 0) {
                        modules.add(file.substring(0, end).replace('-', '_'));
                    }
                });
        return modules;
    }

    private static Set<String> forbidden(NodeRoot root) {
        Set<String> modules = new HashSet<>();
        for (String folder : CONFIGURATION) {
            for (String file : root.list(folder, "*.conf")) {
                root.value(folder + "/" + file).orElse("").lines().forEach(line -> {
                    String[] words = line.strip().split("\\s+", 4);
                    if (words.length >= 3 && words[0].equals("install") && NOTHING.contains(words[2])) {
                        modules.add(words[1].replace('-', '_'));
                    }
                });
            }
        }
        return modules;
    }
}
