package dev.vedette.sensor.cri;

import dev.vedette.sensor.cri.ContainerRuntimeException.Reason;
import dev.vedette.sensor.cri.wire.VersionRequest;
import dev.vedette.sensor.cri.wire.VersionResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds out why a socket has no CRI v1.
 *
 * <p>{@code runtime.v1alpha2} was the service's name until Kubernetes 1.26; its Version call has the same messages
 * (k8s.io/cri-api, pkg/apis/runtime/v1alpha2/api.proto). A containerd as Docker's packages ship it has CRI disabled.
 */
final class OldCri {
    private static final MethodDescriptor<VersionRequest, VersionResponse> VERSION =
            MethodDescriptor.<VersionRequest, VersionResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("runtime.v1alpha2.RuntimeService/Version")
                    .setRequestMarshaller(ProtoUtils.marshaller(VersionRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(VersionResponse.getDefaultInstance()))
                    .build();

    private final RuntimeConnection connection;
    private final Duration deadline;

    OldCri(RuntimeConnection connection, Duration deadline) {
        this.connection = connection;
        this.deadline = deadline;
    }

    /** Says what is there in place of CRI v1. */
    ContainerRuntimeException explain(ContainerRuntimeException unsupported) {
        return new ContainerRuntimeException(Reason.UNSUPPORTED, connection.endpoint() + " " + what(), unsupported);
    }

    /** Who answers in the old language; empty if nobody does. */
    Optional<RuntimeVersion> version() {
        try {
            VersionResponse old = ClientCalls.blockingUnaryCall(
                    connection.channel(),
                    VERSION,
                    CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS),
                    VersionRequest.getDefaultInstance());
            return Optional.of(new RuntimeVersion(
                    shown(old.getRuntimeName()), shown(old.getRuntimeVersion()), shown(old.getRuntimeApiVersion())));
        } catch (StatusRuntimeException e) {
            return Optional.empty();
        }
    }

    private String what() {
        return version()
                .map(old -> "(" + old + ") speaks only CRI v1alpha2,"
                        + " which Kubernetes left in 1.26: update it to containerd 1.6, CRI-O 1.20, cri-dockerd 0.3 or"
                        + " newer.")
                .orElse("answers but offers no CRI: with containerd, take \"cri\" out of disabled_plugins in"
                        + " /etc/containerd/config.toml and restart it.");
    }

    private static String shown(String text) {
        return text.length() <= 60 ? text.replaceAll("\\p{Cntrl}", "?") : "of a long name";
    }
}
