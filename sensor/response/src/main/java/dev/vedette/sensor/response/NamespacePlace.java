package dev.vedette.sensor.response;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * The interfaces of a container's network namespaces, for a container that has no control group of version 2.
 *
 * <p>What is judged are all packets that leave or reach them, those of AF_PACKET sockets too, and those of all other
 * containers of the pod. The programs end with the namespace, which is the pod's, and stay when the sensor or the container
 * ends. Whoever has CAP_NET_ADMIN in the pod can take them off.
 */
record NamespacePlace(CLibrary libc, String containerId, List<NetworkNamespace> namespaces) implements PacketPlace {
    /** Containers of one pod share its interfaces: where one makes room for its programs, another may just take it away. */
    private static final Object PODS = new Object();

    NamespacePlace {
        namespaces = List.copyOf(namespaces);
    }

    /**
     * Of the namespaces that a container's processes are in.
     *
     * @throws NotOnThisNodeException if these are not the container's alone, or may not be entered
     * @throws IOException if it has no processes
     */
    static NamespacePlace of(CLibrary libc, String containerId, List<Integer> processes) throws IOException {
        List<NetworkNamespace> namespaces = processes.stream()
                .flatMap(pid -> NetworkNamespace.of(Integer.toString(pid)).stream())
                .distinct()
                .toList();
        if (namespaces.isEmpty()) {
            throw new IOException(
                    "container " + containerId + " has no process whose network could be cut off; has it" + " ended?");
        }
        if (namespaces.stream().anyMatch(NetworkNamespace::isOfNode)) {
            throw new NotOnThisNodeException(
                    "the container uses the node's own network, of which only programs on a control"
                            + " group of version 2 could cut off a part, and it has no such group: use pause");
        }
        NamespacePlace place = new NamespacePlace(libc, containerId, namespaces);
        place.onEach((_, _) -> 0);
        return place;
    }

    @Override
    public String how() {
        return "programs on the interfaces of the pod";
    }

    @Override
    public String seen() {
        return "the pod's interfaces drop its packets, both ways, those of its other containers too";
    }

    private interface Deed {
        int on(InterfacePrograms programs, InterfacePrograms.Interface one) throws IOException;
    }

    /**
     * The sum over all interfaces. A namespace that has ended, or ends meanwhile, has none: whoever is cut off must not
     * hinder it by making more of them.
     *
     * @throws IOException also if none is left
     */
    private int onEach(Deed deed) throws IOException {
        int sum = 0;
        boolean reached = false;
        for (NetworkNamespace namespace : namespaces) {
            OptionalInt process = namespace.process();
            if (process.isPresent()) {
                try {
                    sum += on(namespace, process.getAsInt(), deed);
                    reached = true;
                } catch (IOException e) {
                    if (namespace.process().isPresent()) {
                        throw e;
                    }
                }
            }
        }
        if (!reached) {
            throw new IOException("nobody is in the network namespaces of container " + containerId + " any more");
        }
        return sum;
    }

    private int on(NetworkNamespace namespace, int process, Deed deed) throws IOException {
        int sum = 0;
        try (RouteSocket socket = RouteSocket.in(libc, namespace, process)) {
            InterfacePrograms programs =
                    new InterfacePrograms(new BpfCalls(libc), socket, BpfCalls.NAME + " " + containerId);
            for (InterfacePrograms.Interface one : programs.interfaces()) {
                sum += deed.on(programs, one);
            }
        }
        return sum;
    }

    @Override
    public void attach(Quarantine quarantine) throws IOException {
        synchronized (PODS) {
            onEach((programs, one) -> {
                programs.attach(one, quarantine);
                return 1;
            });
        }
    }

    @Override
    public int detach() throws IOException {
        synchronized (PODS) {
            return onEach(InterfacePrograms::detach);
        }
    }

    @Override
    public boolean isAttached() throws IOException {
        return onEach((programs, one) -> programs.isAttached(one) ? 0 : 1) == 0;
    }

    @Override
    public boolean isGone() {
        return namespaces.stream().noneMatch(namespace -> namespace.process().isPresent());
    }
}
