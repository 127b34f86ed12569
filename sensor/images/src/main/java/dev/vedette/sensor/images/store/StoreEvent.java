package dev.vedette.sensor.images.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.vedette.sensor.images.wire.ContainerCreate;
import dev.vedette.sensor.images.wire.Envelope;
import dev.vedette.sensor.images.wire.ImageCreate;
import java.util.Optional;

/**
 * Something that came into containerd's store.
 *
 * @param namespace containerd's
 * @param id a container's id, or an image's name
 * @param image of a container, the image it names
 */
public record StoreEvent(Kind kind, String namespace, String id, String image) {
    /** What came. */
    public enum Kind {
        CONTAINER,
        IMAGE
    }

    /** Topics: containerd, metadata/containers.go and metadata/images.go; events of other kinds are nothing to us. */
    static Optional<StoreEvent> of(Envelope envelope) {
        try {
            return switch (envelope.getTopic()) {
                case "/containers/create" -> {
                    var made = ContainerCreate.parseFrom(envelope.getEvent().getValue());
                    yield Optional.of(
                            new StoreEvent(Kind.CONTAINER, envelope.getNamespace(), made.getId(), made.getImage()));
                }
                case "/images/create", "/images/update" -> {
                    var made = ImageCreate.parseFrom(envelope.getEvent().getValue());
                    yield Optional.of(
                            new StoreEvent(Kind.IMAGE, envelope.getNamespace(), made.getName(), made.getName()));
                }
                default -> Optional.empty();
            };
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
