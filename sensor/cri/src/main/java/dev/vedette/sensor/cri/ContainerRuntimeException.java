package dev.vedette.sensor.cri;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;

/** A call to a runtime that did not succeed; the message is one sentence that a person can act on. */
public final class ContainerRuntimeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What went wrong, for code that has to decide. */
    public enum Reason {
        /** Nobody listens on the socket. */
        ABSENT,
        /** Somebody listens but does not answer in time. */
        NOT_ANSWERING,
        /** What was answered is not what CRI promises. */
        GARBAGE,
        /** The runtime does not know the container or pod. */
        NOT_FOUND,
        /** The runtime does not have this call. */
        UNSUPPORTED,
        /** The runtime answered that it could not do it. */
        FAILED
    }

    private final Reason reason;

    public ContainerRuntimeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public ContainerRuntimeException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    static ContainerRuntimeException of(
            RuntimeEndpoint endpoint, String call, Duration deadline, StatusRuntimeException e) {
        Status status = e.getStatus();
        if (isProtocolError(e)) {
            return garbage(endpoint, call, e);
        }
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                new ContainerRuntimeException(
                        Reason.ABSENT,
                        "No answer from " + endpoint + ": nothing accepts connections there; start the runtime or name"
                                + " its socket with --runtime.",
                        e);
            case DEADLINE_EXCEEDED ->
                new ContainerRuntimeException(
                        Reason.NOT_ANSWERING,
                        endpoint + " accepted the call " + call + " but did not answer within " + deadline.toMillis()
                                + " ms; look at the runtime's own log.",
                        e);
            case NOT_FOUND ->
                new ContainerRuntimeException(Reason.NOT_FOUND, endpoint + " answered " + describe(call, status), e);
            case UNIMPLEMENTED ->
                new ContainerRuntimeException(
                        Reason.UNSUPPORTED,
                        endpoint + " does not know the call " + call + "; containerd 1.7 or CRI-O 1.26 and newer do.",
                        e);
            default ->
                new ContainerRuntimeException(Reason.FAILED, endpoint + " answered " + describe(call, status), e);
        };
    }

    static ContainerRuntimeException garbage(RuntimeEndpoint endpoint, String call, Throwable cause) {
        return new ContainerRuntimeException(
                Reason.GARBAGE,
                "What " + endpoint + " answered to " + call + " is not CRI v1; is another service using this socket?",
                cause);
    }

    private static String describe(String call, Status status) {
        String text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        return call + " with: " + text;
    }

    /** Whether the other side does not speak HTTP/2 or sent bytes that are no such message. */
    private static boolean isProtocolError(StatusRuntimeException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Http2Exception
                    || cause instanceof com.google.protobuf.InvalidProtocolBufferException) {
                return true;
            }
        }
        return false;
    }
}
