package dev.vedette.sensor.libpod;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stores of this node: root's, those in the homes of the users that {@code /etc/passwd} names, and whatever store a
 * monitor's bundle lies in that was seen running. Places: containers-storage.conf(5), graphroot and rootless_storage_path.
 *
 * <p>A store counts only if it belongs to the user that it is said to be of. Bounded. Thread-safe.
 */
final class LibpodStores {
    private static final String OF_ROOT = "var/lib/containers/storage";
    private static final String IN_HOME = ".local/share/containers/storage";
    private static final int MAX_STORES = 1_024;
    private static final int MAX_PASSWD = 4 << 20;

    private final Path root;
    private final Path proc;
    private final OwnedFiles files = new OwnedFiles();
    private Map<Path, LibpodStore> known = new LinkedHashMap<>();

    LibpodStores(Path root, Path proc) {
        this.root = root;
        this.proc = proc;
    }

    synchronized List<LibpodStore> known() {
        return List.copyOf(known.values());
    }

    /** Looks again; stores that are gone are forgotten. */
    synchronized void refresh(Collection<Conmon> running) {
        Map<Path, LibpodStore> found = new LinkedHashMap<>();
        addAll(found, root.resolve(OF_ROOT), 0);
        homes().forEach((home, user) ->
                addAll(found, root.resolve(home.substring(1)).resolve(IN_HOME), user));
        known.values().forEach(store -> add(found, store.containers(), store.owner()));
        for (Conmon conmon : running) {
            add(found, seen(conmon).getParent().getParent(), conmon.user());
        }
        known = found;
    }

    /** A user's store may lie in a mount namespace of his own, or the node's files may not be mounted where we are. */
    private Path seen(Conmon conmon) {
        return Files.isDirectory(conmon.bundle())
                ? conmon.bundle()
                : proc.resolve(conmon.pid() + "/root")
                        .resolve(conmon.bundle().toString().substring(1));
    }

    private void addAll(Map<Path, LibpodStore> found, Path storage, long user) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(storage, "*-containers")) {
            entries.forEach(folder -> add(found, folder, user));
        } catch (IOException | DirectoryIteratorException e) {
            return; // nobody keeps containers there
        }
    }

    private void add(Map<Path, LibpodStore> found, Path folder, long user) {
        boolean his = LibpodStore.isContainersFolder(folder)
                && OwnedFiles.ownerOf(folder).filter(owner -> owner == user).isPresent();
        if (his && found.size() < MAX_STORES) {
            found.putIfAbsent(folder, new LibpodStore(folder, user, files));
        }
    }

    /** Field 3 is the user, field 6 the home: passwd(5). */
    private Map<String, Long> homes() {
        Map<String, Long> homes = new LinkedHashMap<>();
        Optional<byte[]> passwd = files.read(root.resolve("etc/passwd"), 0, MAX_PASSWD);
        String text = new String(passwd.orElse(new byte[0]), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            String[] fields = line.split(":", -1);
            if (fields.length > 5 && fields[5].startsWith("/") && fields[2].matches("[0-9]{1,10}")) {
                long user = Long.parseLong(fields[2]);
                if (user != 0) {
                    homes.putIfAbsent(fields[5], user);
                }
            }
        }
        return homes;
    }
}
