package dev.vedette.sensor.posture.kernel;

import dev.vedette.sensor.config.NodeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The files of a node that whoever changes them is root by: programs with setuid or setgid bits in the usual folders,
 * libraries that such programs load, the loader, PAM, accounts, runtimes. Bounded in number.
 */
final class PrivilegedFiles {
    private static final int SET_ID_BITS = 06000;
    private static final int MOST = 200;
    private static final List<String> PROGRAM_FOLDERS = List.of(
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/usr/lib/openssh",
            "/usr/lib/dbus-1.0",
            "/usr/lib/polkit-1",
            "/usr/libexec",
            "/usr/libexec/openssh");
    private static final List<String> LIBRARY_FOLDERS = List.of(
            "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/lib/x86_64-linux-gnu", "/lib64");
    private static final List<String> LIBRARIES = List.of(
            "libc.so.6",
            "libpam.so.0",
            "libpam_misc.so.0",
            "libcap.so.2",
            "libcrypt.so.1",
            "libselinux.so.1",
            "libaudit.so.1",
            "libpcre2-8.so.0",
            "ld-linux-x86-64.so.2",
            "ld-linux-aarch64.so.1");
    private static final List<String> PAM_MODULES =
            List.of("security/pam_unix.so", "security/pam_permit.so", "security/pam_env.so", "security/pam_rootok.so");
    private static final List<String> SINGLE = List.of(
            "/etc/passwd",
            "/etc/group",
            "/etc/sudoers",
            "/etc/pam.d/su",
            "/etc/pam.d/common-auth",
            "/etc/ld.so.preload",
            "/usr/lib/systemd/systemd",
            "/usr/sbin/runc",
            "/usr/bin/runc",
            "/usr/local/sbin/runc",
            "/usr/bin/crun",
            "/usr/bin/containerd",
            "/usr/local/bin/containerd",
            "/usr/bin/containerd-shim-runc-v2",
            "/usr/local/bin/containerd-shim-runc-v2",
            "/usr/bin/kubelet",
            "/usr/local/bin/kubelet");

    private PrivilegedFiles() {}

    /** Paths as the node names them, each file once. */
    static List<String> of(NodeRoot root) {
        List<String> paths = new ArrayList<>();
        for (String folder : PROGRAM_FOLDERS) {
            root.list(folder, "*").stream()
                    .map(name -> folder + "/" + name)
                    .filter(path -> hasSetIdBit(root.resolve(path)))
                    .forEach(paths::add);
        }
        for (String folder : LIBRARY_FOLDERS) {
            LIBRARIES.forEach(name -> paths.add(folder + "/" + name));
            PAM_MODULES.forEach(name -> paths.add(folder + "/" + name));
        }
        paths.addAll(SINGLE);
        List<Object> seen = new ArrayList<>();
        return paths.stream()
                .filter(path -> isNewFile(root.resolve(path), seen))
                .limit(MOST)
                .toList();
    }

    private static boolean hasSetIdBit(Path file) {
        try {
            Map<String, Object> attributes = Files.readAttributes(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return attributes.get("mode") instanceof Integer mode
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && (mode & SET_ID_BITS) != 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isNewFile(Path file, List<Object> seen) {
        try {
            if (!Files.isRegularFile(file)) {
                return false;
            }
            Map<String, Object> attributes = Files.readAttributes(file, "unix:dev,ino");
            List<Object> identity = List.of(attributes.get("dev"), attributes.get("ino"));
            return !seen.contains(identity) && seen.add(identity);
        } catch (IOException e) {
            return false;
        }
    }
}
