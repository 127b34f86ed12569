package dev.vedette.sensor.response;

import dev.vedette.policy.model.Container;
import dev.vedette.policy.model.ResponseOptions;
import dev.vedette.sensor.response.CgroupPrograms.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a container off from the network by programs on its control group; see {@link Quarantine} for what is left.
 *
 * <p>What is cut off are the sockets that the container's processes have made or will make, in whichever network
 * namespace, and no others of the pod. Packets of raw sockets below IP (AF_PACKET, for which a container needs
 * CAP_NET_RAW) do not pass there. The programs end with the control group, and stay when the sensor ends. Thread-safe.
 *
 * @param cgroups where the cgroup file systems are mounted, {@code /sys/fs/cgroup}
 */
record NetworkIsolation(Path cgroups, CgroupPrograms programs) implements LastingStep {
    private static final String HOW = "programs on the control group";
    private static final String GROUP = "group";
    private static final String EXCEPT = "except";
    private static final String DNS = "nameservers";
    private static final String NODE = "node";

    @Override
    public Plan plan(Order order) throws IOException {
        String id = order.container().id();
        Path group = groupOf(id)
                .orElseThrow(() -> new IOException("container " + id
                        + " has no control group of version 2, on which packets are judged; has it ended?"));
        ResponseOptions options = order.options();
        List<String> node = nodeAddresses();
        String words =
                "drop all packets of its sockets but those of itself, those of TCP connections that the node opens"
                        + (options.except().isEmpty() ? "" : ", those of " + String.join(", ", options.except()))
                        + (options.dns().isEmpty() ? "" : ", and port 53 of " + String.join(", ", options.dns()));
        return new Plan(
                words,
                Map.of(
                        GROUP,
                        group.toString(),
                        EXCEPT,
                        String.join(",", options.except()),
                        DNS,
                        String.join(",", options.dns()),
                        NODE,
                        String.join(",", node)));
    }

    @Override
    public Effect apply(Container container, Map<String, String> plan) {
        Path group = Path.of(plan.get(GROUP));
        Quarantine quarantine = new Quarantine(list(plan.get(EXCEPT)), list(plan.get(DNS)), list(plan.get(NODE)));
        try {
            for (Direction direction : Direction.values()) {
                programs.attach(group, direction, quarantine.program(direction == Direction.EGRESS));
            }
            return inForce(container, plan)
                    ? Effect.verified(HOW, "the control group drops its packets, both ways")
                    : Effect.withoutEffect(HOW, "the programs were attached and are not there");
        } catch (IOException e) {
            takeOff(group);
            return Effect.failed(HOW, e.getMessage());
        }
    }

    /** Half of it would be worse than none: nobody would know. */
    private void takeOff(Path group) {
        for (Direction direction : Direction.values()) {
            try {
                programs.detach(group, direction);
            } catch (IOException e) {
                // the first failure is the one to tell
            }
        }
    }

    @Override
    public Effect undo(Container container, Map<String, String> plan) {
        Path group = Path.of(plan.get(GROUP));
        if (!Files.isDirectory(group)) {
            return Effect.verified(HOW, "the container has ended");
        }
        try {
            int detached = 0;
            for (Direction direction : Direction.values()) {
                detached += programs.detach(group, direction);
            }
            return Effect.verified(
                    HOW, detached == 0 ? "the container was not cut off" : "the container's packets pass again");
        } catch (IOException e) {
            return Effect.failed(HOW, e.getMessage());
        }
    }

    @Override
    public boolean inForce(Container container, Map<String, String> plan) throws IOException {
        Path group = Path.of(plan.get(GROUP));
        return programs.isAttached(group, Direction.INGRESS) && programs.isAttached(group, Direction.EGRESS);
    }

    private Optional<Path> groupOf(String containerId) {
        return new Hierarchies(cgroups).groupOfTwo(containerId, Hierarchies.PROCESSES);
    }

    private static List<String> nodeAddresses() throws IOException {
        return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                .flatMap(one -> Collections.list(one.getInetAddresses()).stream())
                .filter(address -> !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .map(address -> address.replaceAll("%.*", ""))
                .distinct()
                .sorted()
                .limit(32)
                .toList();
    }

    private static List<String> list(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}
