package dev.vedette.sensor.cri;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.handler.codec.http2.Http2Exception;
import java.time.Duration;
import java.util.Locale;

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

    private static final int LONGEST_TEXT = 300;

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
                        "No answer from " + endpoint + ": "
                                + SocketFault.at(endpoint.socket())
                                        .orElse("it hung up or accepts no more connections, look at its log")
                                + ".",
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
                        endpoint + " does not know the call " + call
                                + "; containerd 1.7 or CRI-O 1.26 and newer do, cri-dockerd does not.",
                        e);
            case RESOURCE_EXHAUSTED ->
                new ContainerRuntimeException(
                        Reason.GARBAGE,
                        endpoint + " answered " + call + " with more than "
                                + (RuntimeConnection.MAX_MESSAGE_BYTES >> 20)
                                + " MiB, which is not read; remove containers that have ended.",
                        e);
            default ->
                new ContainerRuntimeException(
                        isOfNothing(status) ? Reason.NOT_FOUND : Reason.FAILED,
                        endpoint + " answered " + describe(call, status),
                        e);
        };
    }

    static ContainerRuntimeException garbage(RuntimeEndpoint endpoint, String call, Throwable cause) {
        return new ContainerRuntimeException(
                Reason.GARBAGE,
                "What " + endpoint + " answered to " + call + " is not CRI v1; is another service using this socket?",
                cause);
    }

    /**
     * cri-dockerd hands on Docker's own error without a code (core/container_status.go, libdocker/client.go there), old
     * CRI-O its own ("specified container not found").
     */
    private static boolean isOfNothing(Status status) {
        String text = String.valueOf(status.getDescription()).toLowerCase(Locale.ROOT);
        return status.getCode() == Status.Code.UNKNOWN
                && (text.contains("no such container") || text.contains("not found"));
    }

    private static String describe(String call, Status status) {
        String text = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        String shown = text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        return call + " with: " + shown.replaceAll("\\p{Cntrl}+", " ");
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
