package dev.vedette.baseline.novelty;

import dev.vedette.policy.model.FileObject;
import dev.vedette.policy.model.SocketActivity;
import dev.vedette.policy.model.SocketActivity.Family;
import dev.vedette.policy.model.SocketActivity.Operation;

/**
 * Whom a program reaches, or by which port it is reached.
 *
 * @param listens whether it is its own port
 * @param whom the name that the container asked for, without what is before its last labels; else the kind of network
 * @param port 0 for one that is drawn by lot
 */
record PeerItem(String program, boolean fromImage, boolean listens, String whom, int port) implements LearnedItem {
    /** Above, ports are given out by lot (net.ipv4.ip_local_port_range). */
    private static final int FIRST_EPHEMERAL = 32_768;

    /** Whether somebody is reached, or a port is opened to be. */
    static boolean isReached(SocketActivity event) {
        boolean begun = event.operation() == Operation.CONNECT
                || event.operation() == Operation.SEND
                || event.operation() == Operation.LISTEN;
        boolean internet = event.peer().family() == Family.INET || event.peer().family() == Family.INET6;
        return begun && internet && !event.denied() && event.peer().port() != 0;
    }

    /** @param names what the container has resolved */
    static PeerItem of(SocketActivity event, ResolvedNames names) {
        FileObject program = event.process().executable();
        boolean listens = event.operation() == Operation.LISTEN;
        int port = event.peer().port();
        return new PeerItem(
                program.path(),
                ProcessItem.isFromImage(program),
                listens,
                listens ? "" : names.of(event.container(), event.peer().address()),
                port >= FIRST_EPHEMERAL ? 0 : port);
    }

    @Override
    public String subject() {
        return listens ? "" : whom;
    }

    @Override
    public String doer() {
        return program;
    }

    @Override
    public String describe() {
        String at = port == 0 ? "a high port" : "port " + port;
        String what = listens ? program + " listening on " + at : whom + " at " + at + " reached by " + program;
        return what + (fromImage ? "" : ", which is not of the image");
    }
}
