package dev.vedette.sensor.response;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import jnr.ffi.LastError;
import jnr.ffi.Runtime;

/**
 * A socket of rtnetlink(7) in a network namespace, to which it belongs for good; only the thread that makes it goes in, and
 * ends. For one thread.
 */
final class RouteSocket implements AutoCloseable {
    static final int REQUEST = 1;
    static final int ACKNOWLEDGE = 4;
    static final int DUMP = 0x300;
    static final int CREATE = 0x400;
    static final int EXCLUSIVE = 0x200;

    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_CLOEXEC = 0x80000;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    /** NLM_F_DUMP_INTR: what is listed has changed meanwhile. */
    private static final int INTERRUPTED = 0x10;

    private static final int TRIES = 8;
    private static final short ERROR = 2;
    private static final short DONE = 3;
    private static final int EPERM = 1;
    private static final short POLLIN = 1;
    private static final int ANSWER_BYTES = 1 << 16;
    /** The kernel answers before the call that asks returns: this is for the case that it does not. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CLibrary libc;
    private final int fd;

    /** The kernel would not; with its number of the error. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private final int errno;

        RefusedException(String what, int errno) {
            super("the kernel would not " + what + " (error " + errno + ")");
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    private RouteSocket(CLibrary libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    /**
     * @param process one that is in the namespace
     * @throws NotOnThisNodeException if the sensor may not enter it
     * @throws IOException if the process has ended or left it
     */
    static RouteSocket in(CLibrary libc, NetworkNamespace namespace, int process) throws IOException {
        FutureTask<Integer> opening = new FutureTask<>(() -> enterAndOpen(libc, namespace, process));
        Thread inside = Thread.ofPlatform().daemon().name("vedette-netns").start(opening);
        try {
            inside.join();
            return new RouteSocket(libc, opening.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while entering a network namespace", e);
        }
    }

    private static int enterAndOpen(CLibrary libc, NetworkNamespace namespace, int process) throws IOException {
        Path file = NetworkNamespace.file(Integer.toString(process));
        int entrance = libc.open(file.toString(), O_CLOEXEC);
        if (entrance < 0) {
            throw new IOException(file + " cannot be opened: the container has ended meanwhile");
        }
        try {
            // what is open stays what it is; who has the process's number may have changed
            if (!Files.readSymbolicLink(Path.of("/proc/self/fd/" + entrance))
                    .toString()
                    .equals(namespace.name())) {
                throw new IOException("process " + process + " has left the network namespace " + namespace.name());
            }
            if (libc.syscall(number(308, 268), entrance, CLONE_NEWNET, 0, 0) < 0) {
                int errno = LastError.getLastError(Runtime.getRuntime(libc));
                throw errno == EPERM
                        ? new NotOnThisNodeException(
                                "a pod's network namespace cannot be entered: the sensor lacks" + " CAP_SYS_ADMIN")
                        : new RefusedException("enter the network namespace " + namespace.name(), errno);
            }
        } finally {
            libc.close(entrance);
        }
        long socket = libc.syscall(number(41, 198), AF_NETLINK, SOCK_RAW_CLOEXEC, 0, 0);
        if (socket < 0) {
            throw new RefusedException("open a netlink socket", LastError.getLastError(Runtime.getRuntime(libc)));
        }
        return (int) socket;
    }

    private static long number(int x86, int arm) {
        return BpfCalls.isArm() ? arm : x86;
    }

    /**
     * Asks, and takes all that is answered.
     *
     * @param what it is to do, for the message if it does not
     * @return the messages, without their headers
     * @throws RefusedException if the kernel answers with an error
     */
    List<ByteBuffer> ask(RouteMessage message, String what) throws IOException {
        ByteBuffer request = message.encode();
        for (int i = 0; i < TRIES; i++) {
            Answers answers = askOnce(request, what);
            if (!answers.interrupted) {
                return answers.messages;
            }
        }
        throw new IOException("what is there does not stop changing when the kernel is to " + what);
    }

    private static final class Answers {
        final List<ByteBuffer> messages = new ArrayList<>();
        boolean interrupted;
    }

    private Answers askOnce(ByteBuffer request, String what) throws IOException {
        if (libc.syscall(number(1, 64), fd, BpfCalls.address(request), request.limit(), 0) < 0) {
            throw new RefusedException(what, LastError.getLastError(Runtime.getRuntime(libc)));
        }
        Answers answers = new Answers();
        while (!take(answers, what)) {
            // there is more
        }
        return answers;
    }

    /** Whether that was the last of it. */
    private boolean take(Answers answers, String what) throws IOException {
        ByteBuffer answer = BpfCalls.memory(ANSWER_BYTES);
        byte[] poll = new byte[8];
        ByteBuffer.wrap(poll).order(ByteOrder.nativeOrder()).putInt(fd).putShort(POLLIN);
        if (libc.poll(poll, 1, (int) PATIENCE.toMillis()) <= 0) {
            throw new IOException("the kernel does not answer when it is to " + what);
        }
        int length = (int) libc.syscall(number(0, 63), fd, BpfCalls.address(answer), ANSWER_BYTES, 0);
        if (length < RouteMessage.HEADER_BYTES) {
            throw new RefusedException(what, LastError.getLastError(Runtime.getRuntime(libc)));
        }
        for (int at = 0; at + RouteMessage.HEADER_BYTES <= length; ) {
            int size = answer.getInt(at);
            short type = answer.getShort(at + 4);
            answers.interrupted |= (answer.getShort(at + 6) & INTERRUPTED) != 0;
            if (type == DONE || type == ERROR) {
                // both carry how it ended (netlink_dump_done, net/netlink/af_netlink.c)
                int errno = -answer.getInt(at + RouteMessage.HEADER_BYTES);
                if (errno != 0) {
                    throw new RefusedException(what, errno);
                }
                return true;
            }
            answers.messages.add(answer.slice(at + RouteMessage.HEADER_BYTES, size - RouteMessage.HEADER_BYTES)
                    .order(ByteOrder.nativeOrder()));
            at += RouteMessage.aligned(size);
        }
        return false;
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
