package dev.vedette.sensor.spoken;

import dev.vedette.sensor.cri.wire.VersionRequest;
import dev.vedette.sensor.cri.wire.VersionResponse;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/**
 * CRI as it was before v1, as far as its first call: the service's name is {@code runtime.v1alpha2.RuntimeService}
 * (k8s.io/cri-api, pkg/apis/runtime/v1alpha2/api.proto), the messages have the fields of v1. containerd 1.5 answers so.
 */
public final class OldService implements BindableService {
    private static final MethodDescriptor<VersionRequest, VersionResponse> VERSION =
            MethodDescriptor.<VersionRequest, VersionResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("runtime.v1alpha2.RuntimeService/Version")
                    .setRequestMarshaller(ProtoUtils.marshaller(VersionRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(VersionResponse.getDefaultInstance()))
                    .build();

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder("runtime.v1alpha2.RuntimeService")
                .addMethod(VERSION, ServerCalls.asyncUnaryCall((request, answer) -> {
                    answer.onNext(VersionResponse.newBuilder()
                            .setVersion("0.1.0")
                            .setRuntimeName("containerd")
                            .setRuntimeVersion("1.5.18")
                            .setRuntimeApiVersion("v1alpha2")
                            .build());
                    answer.onCompleted();
                }))
                .build();
    }
}
