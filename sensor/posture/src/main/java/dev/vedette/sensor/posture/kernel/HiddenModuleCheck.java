package dev.vedette.sensor.posture.kernel;

import dev.vedette.policy.model.NodeSetting;
import dev.vedette.sensor.config.NodeRoot;
import dev.vedette.sensor.posture.PostureCheck;
import dev.vedette.sensor.posture.PostureLook;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Modules that one view of the kernel has and the other one lacks.
 *
 * <p>The list that {@code lsmod} reads and the folders of sysfs are kept apart in the kernel (kernel/module/procfs.c and
 * sysfs.c): what takes itself out of one is mostly left in the other. Only what was loaded has {@code initstate}; code that is
 * built in has none. A module that comes or goes meanwhile is in one of them for a moment, so both are asked twice.
 */
public final class HiddenModuleCheck implements PostureCheck {
    private static final String LIST = "/proc/modules";
    private static final String FOLDERS = "/sys/module";

    @Override
    public String name() {
        return "hidden modules";
    }

    @Override
    public void look(PostureLook look) {
        NodeRoot root = look.root();
        if (root.value(LIST).isEmpty() || root.list(FOLDERS, "*").isEmpty()) {
            return;
        }
        Set<String> unlisted = unlisted(root);
        Set<String> withoutFolder = withoutFolder(root);
        // Once more, the other way round: what is on its way is found in both by then.
        withoutFolder.retainAll(withoutFolder(root));
        unlisted.retainAll(unlisted(root));
        unlisted.forEach(module -> found(look, "not listed", module, FOLDERS + "/" + module));
        withoutFolder.forEach(module -> found(look, "not in sysfs", module, LIST));
    }

    private static void found(PostureLook look, String how, String module, String source) {
        look.found(new NodeSetting("modules", how, module, source, Map.of(), look.epochNanos()));
    }

    private static Set<String> unlisted(NodeRoot root) {
        Set<String> modules = inFolders(root);
        modules.removeAll(listed(root));
        return modules;
    }

    private static Set<String> withoutFolder(NodeRoot root) {
        Set<String> modules = listed(root);
        modules.removeIf(module -> root.exists(FOLDERS + "/" + module));
        return modules;
    }

    private static Set<String> inFolders(NodeRoot root) {
        Set<String> modules = new TreeSet<>();
        for (String module : root.list(FOLDERS, "*")) {
            if (root.value(FOLDERS + "/" + module + "/initstate")
                    .filter("live"::equals)
                    .isPresent()) {
                modules.add(module);
            }
        }
        return modules;
    }

    private static Set<String> listed(NodeRoot root) {
        Set<String> modules = new HashSet<>();
        root.value(LIST).orElse("").lines().forEach(line -> {
            int end = line.indexOf(' ');
            if (end > 0) {
                modules.add(line.substring(0, end));
            }
        });
        return modules;
    }
}
