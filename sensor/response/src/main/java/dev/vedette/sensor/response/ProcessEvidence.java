package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What can be read of processes before they end: who they are, what they have open, what they have mapped, whom they
 * talk to (proc(5)). A process that ends in between is left out from there on.
 *
 * @param pids in the initial pid namespace
 */
record ProcessEvidence(List<Integer> pids) {
    private static final int MOST = 1 << 18;
    private static final int MOST_PROCESSES = 256;
    private static final Pattern SOCKET = Pattern.compile("socket:\\[(\\d+)]");
    private static final List<String> TABLES =
            List.of("tcp", "tcp6", "udp", "udp6", "raw", "raw6", "packet", "netlink", "unix");

    ProcessEvidence {
        pids = pids.stream().limit(MOST_PROCESSES).toList();
    }

    /** A line for each: who it is. */
    String processes() {
        BoundedText text = new BoundedText(MOST)
                .line("PID PARENT GROUP SESSION START(ticks) STATE UID EXECUTABLE CWD ROOT COMMAND");
        for (int pid : pids) {
            ProcessStat.of(pid)
                    .ifPresent(stat -> text.line(stat.pid() + " " + stat.parent() + " " + stat.group() + " "
                            + stat.session() + " "
                            + stat.startTicks() + " " + stat.state() + " " + uid(pid) + " " + link(pid, "exe") + " "
                            + link(pid, "cwd") + " " + link(pid, "root") + " " + command(pid)));
        }
        return text.toString();
    }

    /** A line for each open file. */
    String descriptors() {
        BoundedText text = new BoundedText(MOST).line("PID FD FILE");
        for (int pid : pids) {
            descriptors(pid, (fd, target) -> text.line(pid + " " + fd + " " + target));
        }
        return text.toString();
    }

    /** The lines of the socket tables that are theirs, of each network namespace once. */
    String sockets() {
        BoundedText text = new BoundedText(MOST);
        Set<String> seen = new HashSet<>();
        for (int pid : pids) {
            if (seen.add(link(pid, "ns/net"))) {
                Set<String> inodes = socketInodes();
                for (String table : TABLES) {
                    lines(pid, "net/" + table).stream()
                            .filter(line -> belongs(line, inodes))
                            .forEach(line -> text.line(table + " " + line.strip()));
                }
            }
        }
        return text.toString();
    }

    /** What each has mapped. */
    String maps() {
        BoundedText text = new BoundedText(4 * MOST);
        for (int pid : pids) {
            text.line("process " + pid);
            lines(pid, "maps").forEach(text::line);
        }
        return text.toString();
    }

    private static boolean belongs(String line, Set<String> inodes) {
        for (String word : line.strip().split("\\s+", -1)) {
            if (inodes.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private Set<String> socketInodes() {
        Set<String> inodes = new HashSet<>();
        for (int pid : pids) {
            descriptors(pid, (fd, target) -> {
                Matcher socket = SOCKET.matcher(target);
                if (socket.matches()) {
                    inodes.add(socket.group(1));
                }
            });
        }
        return inodes;
    }

    private interface EachDescriptor {
        void see(String number, String target);
    }

    private static void descriptors(int pid, EachDescriptor each) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path fd : open) {
                String number = fd.getFileName().toString();
                each.see(number, link(pid, "fd/" + number));
            }
        } catch (IOException e) {
            // it has ended
        }
    }

    private static String uid(int pid) {
        return lines(pid, "status").stream()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+", -1)[1])
                .findFirst()
                .orElse("?");
    }

    private static String command(int pid) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static String link(int pid, String name) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/" + name)).toString();
        } catch (IOException e) {
            return "?";
        }
    }

    private static List<String> lines(int pid, String file) {
        try {
            // Not at a carriage return: a name may hold one, while the kernel writes a line feed of a name as \012.
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/" + file));
            return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\n", -1))
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
