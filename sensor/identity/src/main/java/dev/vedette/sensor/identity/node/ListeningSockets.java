package dev.vedette.sensor.identity.node;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which processes hold a listening TCP socket, by the socket tables of each network namespace.
 *
 * <p>Source: net/ipv4/tcp_ipv4.c, get_tcp4_sock: state in column 4 (0A is listening), inode in column 10.
 */
final class ListeningSockets {
    private static final int MAX_DESCRIPTORS = 4096;
    private static final String LISTENING = "0A";

    private final Map<Long, Set<String>> linksByNamespace = new HashMap<>();

    boolean heldBy(Path process, long networkNamespace) {
        Set<String> listening = linksByNamespace.computeIfAbsent(networkNamespace, ns -> socketsSeenBy(process));
        if (listening.isEmpty()) {
            return false;
        }
        int seen = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (++seen > MAX_DESCRIPTORS) {
                    return false;
                }
                if (listening.contains(ProcFiles.link(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    private static Set<String> socketsSeenBy(Path process) {
        Set<String> links = new HashSet<>();
        for (String table : new String[] {"net/tcp", "net/tcp6"}) {
            for (String line : ProcFiles.lines(process.resolve(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > 9 && fields[3].equals(LISTENING)) {
                    links.add("socket:[" + fields[9] + "]");
                }
            }
        }
        return links;
    }
}
