package dev.vedette.sensor.images.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vedette.policy.admitted.AdmissionSeal;
import dev.vedette.sensor.cri.RuntimeConnection;
import dev.vedette.sensor.cri.wire.ContainerStatusRequest;
import dev.vedette.sensor.cri.wire.Image;
import dev.vedette.sensor.cri.wire.ImageServiceGrpc;
import dev.vedette.sensor.cri.wire.ImageSpec;
import dev.vedette.sensor.cri.wire.ImageStatusRequest;
import dev.vedette.sensor.cri.wire.ListContainersRequest;
import dev.vedette.sensor.cri.wire.ListImagesRequest;
import dev.vedette.sensor.cri.wire.ListPodSandboxRequest;
import dev.vedette.sensor.cri.wire.RuntimeServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What CRI says of images.
 *
 * <p>The verbose information is each runtime's own JSON under {@code info}: of an image {@code imageSpec}, its
 * configuration (containerd, internal/cri/server/image_status.go; CRI-O, server/image_status.go); of a container
 * containerd gives {@code config.image.user_specified_image}, the name that the pod asked for, where the status itself
 * names any tag that the same image has. Thread-safe.
 */
public final class CriImages {
    private static final int SECONDS = 5;
    private static final String INFO = "info";

    private final ManagedChannel channel;
    private final ObjectMapper json = new ObjectMapper();

    public CriImages(RuntimeConnection connection) {
        this.channel = connection.channel();
    }

    /**
     * An image.
     *
     * @param id the digest of its configuration
     * @param tags names with a tag
     * @param digests names with the digest that they were pulled by
     * @param createdEpochNanos 0 where not known
     * @param layers the digests of its layers as they are unpacked, the lowest first; empty where not known
     */
    public record Stored(
            String id, List<String> tags, List<String> digests, long createdEpochNanos, List<String> layers) {}

    /** An image by any of its names; empty if the runtime has none. */
    public Optional<Stored> image(String name) throws IOException {
        var request = ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(name))
                .setVerbose(true)
                .build();
        try {
            var answer = ImageServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .imageStatus(request);
            return answer.hasImage() ? Optional.of(stored(answer.getImage(), answer.getInfoMap())) : Optional.empty();
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    /** The names of all images, one for each image: a tag, else a digest, else the id. */
    public List<String> all() throws IOException {
        try {
            return ImageServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .listImages(ListImagesRequest.getDefaultInstance())
                    .getImagesList()
                    .stream()
                    .map(image -> image.getRepoTagsCount() > 0
                            ? image.getRepoTags(0)
                            : image.getRepoDigestsCount() > 0 ? image.getRepoDigests(0) : image.getId())
                    .toList();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** What a container was made from. */
    public record Used(String name, String reference) {}

    /** The name that the pod asked for, and the reference to the image itself; empty if there is no such container. */
    public Optional<Used> usedBy(String containerId) throws IOException {
        var request = ContainerStatusRequest.newBuilder()
                .setContainerId(containerId)
                .setVerbose(true)
                .build();
        try {
            var answer = RuntimeServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .containerStatus(request);
            var status = answer.getStatus();
            JsonNode image = info(answer.getInfoMap()).path("config").path("image");
            String asked = firstOf(
                    status.getImage().getUserSpecifiedImage(),
                    image.path("user_specified_image").asText(""),
                    status.getImage().getImage());
            // The name may mean another image by now, so it comes last.
            String reference = firstOf(
                    status.getImageRef(),
                    status.getImageId(),
                    image.path("image").asText(""),
                    status.getImage().getImage());
            return Optional.of(new Used(asked, reference));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    /** The ids of all containers and sandboxes that CRI knows, in any state. */
    public Set<String> containersAndSandboxes() throws IOException {
        try {
            Set<String> ids = new HashSet<>();
            var runtime = RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
            runtime.listContainers(ListContainersRequest.getDefaultInstance())
                    .getContainersList()
                    .forEach(container -> ids.add(container.getId()));
            runtime.listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
                    .getItemsList()
                    .forEach(pod -> ids.add(pod.getId()));
            return ids;
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /**
     * How a pod came to be.
     *
     * @param source where the kubelet has it from: {@code api}, {@code file} or {@code http}; "" if unsaid (kubelet,
     *     pkg/kubelet/types/pod_update.go, annotation {@code kubernetes.io/config.source})
     * @param seal what the webhook has written into it, not verified; "" if it has none
     * @param createdEpochNanos when its sandbox was made
     */
    public record PodOrigin(String source, String seal, long createdEpochNanos) {
        /** Whether the kubelet has it from the node itself, where admission is not asked. */
        public boolean isStatic() {
            return source.equals("file") || source.equals("http");
        }
    }

    /** How each pod came to be, by its uid. */
    public Map<String, PodOrigin> podsByUid() throws IOException {
        try {
            Map<String, PodOrigin> pods = new HashMap<>();
            RuntimeServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                    .listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
                    .getItemsList()
                    .forEach(pod -> pods.merge(
                            pod.getMetadata().getUid(),
                            new PodOrigin(
                                    pod.getAnnotationsMap().getOrDefault("kubernetes.io/config.source", ""),
                                    pod.getAnnotationsMap().getOrDefault(AdmissionSeal.ANNOTATION, ""),
                                    pod.getCreatedAt()),
                            (a, b) -> a.createdEpochNanos() <= b.createdEpochNanos() ? a : b));
            return pods;
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    private Stored stored(Image image, Map<String, String> info) {
        JsonNode spec = info(info).path("imageSpec");
        List<String> diffs = new ArrayList<>();
        spec.path("rootfs").path("diff_ids").forEach(diff -> diffs.add(diff.asText("")));
        return new Stored(
                image.getId(),
                image.getRepoTagsList(),
                image.getRepoDigestsList(),
                created(spec.path("created").asText("")),
                diffs);
    }

    /** What a configuration leaves out is the year 1 in Go's JSON; what is built to be reproducible says 1970. */
    static long created(String time) {
        try {
            Instant created = Instant.parse(time);
            return created.isAfter(Instant.EPOCH)
                    ? Math.addExact(Math.multiplyExact(created.getEpochSecond(), 1_000_000_000L), created.getNano())
                    : 0;
        } catch (DateTimeParseException | ArithmeticException e) {
            return 0;
        }
    }

    private JsonNode info(Map<String, String> info) {
        try {
            return info.containsKey(INFO) ? json.readTree(info.get(INFO)) : MissingNode.getInstance();
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // another runtime's own form: what it would say is then not known
        }
    }

    private static String firstOf(String... texts) {
        for (String text : texts) {
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static IOException failure(StatusRuntimeException e) {
        return new IOException(
                "the runtime does not answer about images: " + e.getStatus().getCode() + " "
                        + e.getStatus().getDescription(),
                e);
    }
}
