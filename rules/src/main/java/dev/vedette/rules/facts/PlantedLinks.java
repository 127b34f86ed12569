package dev.vedette.rules.facts;

import dev.vedette.policy.model.FileChanged;
import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.HostPath;
import java.util.List;

/** Links that somebody else is to follow. Sources: include/uapi/linux/fs.h (RENAME_*), stat.h. */
public final class PlantedLinks {
    private static final long RENAME_EXCHANGE = 2;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;

    private static final String KUBELETS = "/var/lib/kubelet";

    private PlantedLinks() {}

    /**
     * Whether two names were exchanged of which one is a link and the other is none. Of files that are known by name only one
     * is looked up: the other is taken for a folder.
     */
    public static boolean isLinkExchanged(FileChanged renamed) {
        return (renamed.value() & RENAME_EXCHANGE) != 0 && isLink(renamed.file()) != isLink(renamed.other());
    }

    private static boolean isLink(FileObject file) {
        return (file.mode() & TYPE) == LINK;
    }

    /**
     * Whether a link stands where the node follows it and leads to one of {@code targets}.
     *
     * @param folders where the node follows links, as patterns of paths
     */
    public static boolean isPlanted(FileChanged made, List<String> folders, List<String> targets) {
        String target = ofNode(made.otherPath());
        String link = made.path();
        return PathPatterns.anyFits(targets, target)
                && PathPatterns.anyFits(folders, link)
                && !(link.contains("/kubelet/") && HostPath.isWithin(target, KUBELETS));
    }

    /**
     * Where a text leads on the node, which has the folder at some other depth: all the way up is up to the root. "" for one
     * that does not go up, and so stays where it is.
     */
    private static String ofNode(String text) {
        if (text.startsWith("/")) {
            return HostPath.resolve(text);
        }
        int up = ("/" + text + "/").lastIndexOf("/../");
        return up < 0 ? "" : HostPath.resolve("/" + text.substring(Math.min(text.length(), up + 2)));
    }
}
