package dev.vedette.sensor.response;

import dev.vedette.sensor.response.CgroupPrograms.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A container's control group of version 2.
 *
 * <p>What is judged are the sockets that the container's processes have made or will make, in whichever network
 * namespace, and no others of the pod. Packets of raw sockets below IP (AF_PACKET, for which a container needs
 * CAP_NET_RAW) do not pass there. The programs end with the group, and stay when the sensor ends.
 */
record GroupPlace(CgroupPrograms programs, Path group) implements PacketPlace {
    @Override
    public String how() {
        return "programs on the control group";
    }

    @Override
    public String seen() {
        return "the control group drops its packets, both ways";
    }

    @Override
    public void attach(Quarantine quarantine) throws IOException {
        for (Direction direction : Direction.values()) {
            programs.attach(group, direction, quarantine.program(direction == Direction.EGRESS));
        }
    }

    @Override
    public int detach() throws IOException {
        int detached = 0;
        for (Direction direction : Direction.values()) {
            detached += programs.detach(group, direction);
        }
        return detached;
    }

    @Override
    public boolean isAttached() throws IOException {
        return programs.isAttached(group, Direction.INGRESS) && programs.isAttached(group, Direction.EGRESS);
    }

    @Override
    public boolean isGone() {
        return !Files.isDirectory(group);
    }
}
