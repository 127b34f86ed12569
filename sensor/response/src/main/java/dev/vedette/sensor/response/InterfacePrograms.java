package dev.vedette.sensor.response;

import dev.vedette.sensor.response.BpfCalls.Descriptor;
import dev.vedette.sensor.response.CgroupPrograms.Direction;
import dev.vedette.sensor.response.Quarantine.Ground;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts programs that judge packets on the interfaces of one network namespace and takes them off: classifiers of
 * {@code clsact} that decide by themselves (tc-bpf(8), since Linux 4.5), which stay when the sensor ends and end with the
 * interface. They are found again by their name, which is the kernel's to keep. Numbers and layouts: rtnetlink.h, if_link.h, pkt_sched.h and pkt_cls.h of
 * include/uapi/linux. For one thread.
 *
 * @param name of those that are meant: others of ours are of other containers of the pod
 */
record InterfacePrograms(BpfCalls calls, RouteSocket socket, String name) {
    private static final int SCHED_CLS = 3;

    private static final int GETLINK = 18;
    private static final int NEWQDISC = 36;
    private static final int DELQDISC = 37;
    private static final int NEWTFILTER = 44;
    private static final int DELTFILTER = 45;
    private static final int GETTFILTER = 46;

    private static final int IFINFO_BYTES = 16;
    private static final int TCMSG_BYTES = 20;
    private static final int IFLA_IFNAME = 3;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    /** ARPHRD_TUNNEL, _TUNNEL6, _SIT and _NONE: what they carry begins with an IP header. */
    private static final List<Integer> BARE = List.of(768, 769, 776, 0xfffe);

    private static final int TCA_KIND = 1;
    private static final int TCA_OPTIONS = 2;
    private static final int TCA_BPF_FD = 6;
    private static final int TCA_BPF_NAME = 7;
    private static final int TCA_BPF_FLAGS = 8;
    private static final int ACT_DIRECT = 1;

    private static final int CLSACT_PARENT = 0xfffffff1;
    private static final int CLSACT_HANDLE = 0xffff0000;
    /** TC_H_MIN_INGRESS and TC_H_MIN_EGRESS of it. */
    private static final int INGRESS = 0xfffffff2;

    private static final int EGRESS = 0xfffffff3;
    /** Before all others, and for packets of all protocols (ETH_P_ALL in the network's order). */
    private static final int FIRST_FOR_ALL =
            1 << 16 | (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0x0300 : 0x0003);

    private static final int ENOENT = 2;
    private static final int EEXIST = 17;
    private static final int EOPNOTSUPP = 95;

    /** One but loopback, by which a namespace reaches nobody else. */
    record Interface(int index, String name, Ground ground) {}

    private record Filter(int handle, int info, String name) {}

    List<Interface> interfaces() throws IOException {
        RouteMessage all = new RouteMessage(GETLINK, RouteSocket.REQUEST | RouteSocket.DUMP)
                .word(0)
                .word(0)
                .word(0)
                .word(0);
        return socket.ask(all, "list a namespace's interfaces").stream()
                .flatMap(link -> read(link).stream())
                .toList();
    }

    private static Optional<Interface> read(ByteBuffer link) {
        int type = Short.toUnsignedInt(link.getShort(2));
        if (type == ARPHRD_LOOPBACK) {
            return Optional.empty();
        }
        String name = RouteMessage.find(link, IFINFO_BYTES, IFLA_IFNAME)
                .map(RouteMessage::text)
                .orElse("");
        Ground ground = type == ARPHRD_ETHER ? Ground.ETHERNET : BARE.contains(type) ? Ground.BARE : Ground.UNKNOWN;
        return Optional.of(new Interface(link.getInt(4), name, ground));
    }

    /** @throws NotOnThisNodeException if this kernel has no such classifiers */
    void attach(Interface on, Quarantine quarantine) throws IOException {
        makeRoom(on);
        for (Direction direction : Direction.values()) {
            boolean egress = direction == Direction.EGRESS;
            try (Descriptor program = calls.load(SCHED_CLS, 0, quarantine.program(egress, on.ground()))) {
                socket.ask(
                        traffic(NEWTFILTER, RouteSocket.CREATE | RouteSocket.EXCLUSIVE, on, 0, parent(direction))
                                .word(FIRST_FOR_ALL)
                                .attribute(TCA_KIND, "bpf")
                                .nested(
                                        TCA_OPTIONS,
                                        options -> options.attribute(TCA_BPF_FD, program.fd())
                                                .attribute(TCA_BPF_NAME, name)
                                                .attribute(TCA_BPF_FLAGS, ACT_DIRECT)),
                        "put a program on " + on.name());
            } catch (RouteSocket.RefusedException e) {
                throw unknown(e, "cls_bpf");
            }
        }
    }

    private void makeRoom(Interface on) throws IOException {
        try {
            socket.ask(
                    traffic(NEWQDISC, RouteSocket.CREATE | RouteSocket.EXCLUSIVE, on, CLSACT_HANDLE, CLSACT_PARENT)
                            .word(0)
                            .attribute(TCA_KIND, "clsact"),
                    "make room for programs on " + on.name());
        } catch (RouteSocket.RefusedException e) {
            if (e.errno() != EEXIST) {
                throw unknown(e, "sch_ingress");
            }
        }
    }

    /** By rtnetlink's answers for a kind that is neither built in nor to be loaded. */
    private static IOException unknown(RouteSocket.RefusedException e, String module) {
        return e.errno() == ENOENT || e.errno() == EOPNOTSUPP
                ? new NotOnThisNodeException(
                        "this kernel has no programs on a network's interfaces: it lacks " + module)
                : e;
    }

    /** Takes off all of ours, with the room for them if nobody else is there; how many there were. */
    int detach(Interface from) throws IOException {
        int detached = 0;
        int others = 0;
        for (Direction direction : Direction.values()) {
            for (Filter filter : filters(from, direction)) {
                if (filter.name().equals(name)) {
                    socket.ask(
                            traffic(DELTFILTER, 0, from, filter.handle(), parent(direction))
                                    .word(filter.info())
                                    .attribute(TCA_KIND, "bpf"),
                            "take a program off " + from.name());
                    detached++;
                } else {
                    others++;
                }
            }
        }
        if (detached > 0 && others == 0) {
            socket.ask(
                    traffic(DELQDISC, 0, from, CLSACT_HANDLE, CLSACT_PARENT)
                            .word(0)
                            .attribute(TCA_KIND, "clsact"),
                    "take the room for programs off " + from.name());
        }
        return detached;
    }

    /** Whether one of ours is there, both ways. */
    boolean isAttached(Interface on) throws IOException {
        for (Direction direction : Direction.values()) {
            if (filters(on, direction).stream()
                    .noneMatch(filter -> filter.name().equals(name))) {
                return false;
            }
        }
        return true;
    }

    private List<Filter> filters(Interface on, Direction direction) throws IOException {
        RouteMessage all = new RouteMessage(GETTFILTER, RouteSocket.REQUEST | RouteSocket.DUMP)
                .word(0)
                .word(on.index())
                .word(0)
                .word(parent(direction))
                .word(0);
        List<Filter> filters = new ArrayList<>();
        for (ByteBuffer one : socket.ask(all, "list programs on " + on.name())) {
            int handle = one.getInt(8);
            if (handle != 0) { // else it stands for all of one priority
                filters.add(new Filter(handle, one.getInt(16), nameOf(one)));
            }
        }
        return filters;
    }

    private static String nameOf(ByteBuffer filter) {
        return RouteMessage.find(filter, TCMSG_BYTES, TCA_OPTIONS)
                .flatMap(options -> RouteMessage.find(options, 0, TCA_BPF_NAME))
                .map(RouteMessage::text)
                .orElse("");
    }

    private static RouteMessage traffic(int type, int flags, Interface of, int handle, int parent) {
        return new RouteMessage(type, RouteSocket.REQUEST | RouteSocket.ACKNOWLEDGE | flags)
                .word(0)
                .word(of.index())
                .word(handle)
                .word(parent);
    }

    private static int parent(Direction direction) {
        return direction == Direction.INGRESS ? INGRESS : EGRESS;
    }
}
