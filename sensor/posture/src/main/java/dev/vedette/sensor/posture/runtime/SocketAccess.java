package dev.vedette.sensor.posture.runtime;

import dev.vedette.policy.model.ApiExposed.Reach;
import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Who may open a socket: connecting needs the right to write it (unix(7)), and to search the folder it is in.
 *
 * @param who in words
 * @param seen mode, owner and group
 */
record SocketAccess(Reach reach, String who, String seen) {
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    /** Empty where there is no socket. */
    static Optional<SocketAccess> of(NodeRoot root, String path) {
        Path socket = root.resolve(path);
        try {
            Map<String, Object> found = Files.readAttributes(socket, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) found.get("mode");
            if ((mode & FILE_TYPE) != SOCKET) {
                return Optional.empty();
            }
            Map<String, Object> folder = Files.readAttributes(socket.getParent(), "unix:mode,gid");
            return Optional.of(judge(
                    root, mode, (Integer) found.get("uid"), (Integer) found.get("gid"), (Integer) folder.get("mode")));
        } catch (IOException e) {
            return Optional.empty(); // not there
        }
    }

    private static SocketAccess judge(NodeRoot root, int mode, int uid, int gid, int folderMode) {
        String seen = "mode %04o, owner %d, group %s".formatted(mode & 07777, uid, groupName(root, gid));
        boolean othersEnter = (folderMode & 0001) != 0;
        if ((mode & 0002) != 0 && othersEnter) {
            return new SocketAccess(Reach.NODE, "everybody on the node", seen);
        }
        if (uid != 0 && (mode & 0200) != 0) {
            return new SocketAccess(Reach.NODE, "the user with the number " + uid, seen);
        }
        if (gid != 0 && (mode & 0020) != 0 && othersEnter) {
            return new SocketAccess(Reach.GROUP, "members of the group " + groupName(root, gid), seen);
        }
        return new SocketAccess(Reach.ROOT, "root alone", seen);
    }

    private static String groupName(NodeRoot root, int gid) {
        return root.value("/etc/group")
                .orElse("")
                .lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 2 && fields[2].equals(Integer.toString(gid)))
                .map(fields -> fields[0])
                .findFirst()
                .orElse(Integer.toString(gid));
    }
}
