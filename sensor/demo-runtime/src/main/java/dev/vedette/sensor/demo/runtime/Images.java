package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.wire.ImageServiceGrpc;
import dev.vedette.sensor.cri.wire.ImageSpec;
import dev.vedette.sensor.cri.wire.ImageStatusRequest;
import dev.vedette.sensor.cri.wire.PullImageRequest;
import java.util.concurrent.TimeUnit;

/** Asks a runtime for its images. */
final class Images {
    private final ImageServiceGrpc.ImageServiceBlockingStub stub;

    Images(CriClient client) {
        this.stub = ImageServiceGrpc.newBlockingStub(client.connection().channel());
    }

    /** Fetches it from its registry, as the kubelet has it done. */
    void pull(String reference) {
        var request = PullImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference).setUserSpecifiedImage(reference))
                .build();
        var unused = stub.withDeadlineAfter(60, TimeUnit.SECONDS).pullImage(request);
    }

    boolean has(String reference) {
        var request = ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .build();
        return stub.withDeadlineAfter(5, TimeUnit.SECONDS).imageStatus(request).hasImage();
    }
}
