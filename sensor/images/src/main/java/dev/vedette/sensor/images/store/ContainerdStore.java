package dev.vedette.sensor.images.store;

import dev.vedette.sensor.cri.RuntimeConnection;
import dev.vedette.sensor.images.wire.ContainersGrpc;
import dev.vedette.sensor.images.wire.ContentGrpc;
import dev.vedette.sensor.images.wire.EventsGrpc;
import dev.vedette.sensor.images.wire.GetImageRequest;
import dev.vedette.sensor.images.wire.ImagesGrpc;
import dev.vedette.sensor.images.wire.ListContainersRequest;
import dev.vedette.sensor.images.wire.ListNamespacesRequest;
import dev.vedette.sensor.images.wire.NamespacesGrpc;
import dev.vedette.sensor.images.wire.ReadContentRequest;
import dev.vedette.sensor.images.wire.StoreNamespace;
import dev.vedette.sensor.images.wire.SubscribeRequest;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * containerd's own stores, which hold more than CRI shows: what images are made of, and containers of everybody.
 *
 * <p>Thread-safe. Calls have a deadline and throw {@link IOException} and nothing else when containerd does not answer.
 */
public final class ContainerdStore {
    /** The namespace in which CRI keeps what it makes (containerd, internal/cri/constants). */
    public static final String KUBERNETES = "k8s.io";

    /** CRI writes it to each of its containers: {@code sandbox} or {@code container} (internal/cri/server). */
    private static final String KIND_LABEL = "io.cri-containerd.kind";

    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
    private static final int SECONDS = 5;
    private static final int MAX_DOCUMENT_BYTES = 4 << 20;

    private final ManagedChannel channel;

    public ContainerdStore(RuntimeConnection connection) {
        this.channel = connection.channel();
    }

    /**
     * A container as the store has it.
     *
     * @param byCri whether it has CRI's own label
     */
    public record Stored(String namespace, String id, String image, boolean byCri, long createdEpochNanos) {}

    public List<String> namespaces() throws IOException {
        return answer(() -> plain(NamespacesGrpc.newBlockingStub(channel))
                .list(ListNamespacesRequest.getDefaultInstance())
                .getNamespacesList()
                .stream()
                .map(StoreNamespace::getName)
                .toList());
    }

    public List<Stored> containers(String namespace) throws IOException {
        return answer(() -> in(namespace, ContainersGrpc.newBlockingStub(channel))
                .list(ListContainersRequest.getDefaultInstance())
                .getContainersList()
                .stream()
                .map(container -> new Stored(
                        namespace,
                        container.getId(),
                        container.getImage(),
                        container.getLabelsMap().containsKey(KIND_LABEL),
                        container.getCreatedAt().getSeconds() * 1_000_000_000L
                                + container.getCreatedAt().getNanos()))
                .toList());
    }

    /** The digest that an image's name stands for; empty if the store has no such name. */
    public Optional<String> target(String namespace, String name) throws IOException {
        return ifKnown(() -> in(namespace, ImagesGrpc.newBlockingStub(channel))
                .get(GetImageRequest.newBuilder().setName(name).build())
                .getImage()
                .getTarget()
                .getDigest());
    }

    /** A manifest, an index or a configuration; empty if the store does not have it, or if it is too large for one. */
    public Optional<byte[]> document(String namespace, String digest) throws IOException {
        var request = ReadContentRequest.newBuilder().setDigest(digest).build();
        return ifKnown(() -> {
                    var parts =
                            in(namespace, ContentGrpc.newBlockingStub(channel)).read(request);
                    ByteArrayOutputStream document = new ByteArrayOutputStream();
                    while (document.size() <= MAX_DOCUMENT_BYTES && parts.hasNext()) {
                        document.writeBytes(parts.next().getData().toByteArray());
                    }
                    return document.toByteArray();
                })
                .filter(document -> document.length <= MAX_DOCUMENT_BYTES);
    }

    /**
     * Hands over what happens in all namespaces, from the calling thread, until the stream ends or {@code subscription}
     * is cancelled.
     */
    public void events(Context.CancellableContext subscription, Consumer<StoreEvent> onEvent) throws IOException {
        try {
            subscription.call(() -> {
                var events = EventsGrpc.newBlockingStub(channel).subscribe(SubscribeRequest.getDefaultInstance());
                while (events.hasNext()) {
                    StoreEvent.of(events.next()).ifPresent(onEvent);
                }
                return null;
            });
        } catch (StatusRuntimeException e) {
            if (!subscription.isCancelled()) {
                throw failure(e);
            }
        } catch (Exception e) {
            throw new IOException("containerd's events cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Question<T> {
        T ask();
    }

    private static <T> T answer(Question<T> question) throws IOException {
        try {
            return question.ask();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    private static <T> Optional<T> ifKnown(Question<T> question) throws IOException {
        try {
            return Optional.of(question.ask());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND
                    || e.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    private static IOException failure(StatusRuntimeException e) {
        return new IOException(
                "containerd does not answer: " + e.getStatus().getCode() + " "
                        + e.getStatus().getDescription(),
                e);
    }

    private static <S extends AbstractStub<S>> S plain(S stub) {
        return stub.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    private static <S extends AbstractStub<S>> S in(String namespace, S stub) {
        Metadata headers = new Metadata();
        headers.put(NAMESPACE, namespace);
        return plain(stub).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }
}
