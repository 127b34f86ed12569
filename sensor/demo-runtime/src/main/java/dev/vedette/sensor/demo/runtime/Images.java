package dev.vedette.sensor.demo.runtime;

import dev.vedette.sensor.cri.CriClient;
import dev.vedette.sensor.cri.wire.ImageServiceGrpc;
import dev.vedette.sensor.cri.wire.ImageSpec;
import dev.vedette.sensor.cri.wire.ImageStatusRequest;
import java.util.concurrent.TimeUnit;

/** Asks a runtime for its images. */
final class Images {
    private final ImageServiceGrpc.ImageServiceBlockingStub stub;

    Images(CriClient client) {
        this.stub = ImageServiceGrpc.newBlockingStub(client.connection().channel());
    }

    boolean has(String reference) {
        var request = ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(reference))
                .build();
        return stub.withDeadlineAfter(5, TimeUnit.SECONDS).imageStatus(request).hasImage();
    }
}
