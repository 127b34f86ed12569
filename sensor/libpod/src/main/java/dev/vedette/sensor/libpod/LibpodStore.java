package dev.vedette.sensor.libpod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vedette.sensor.cri.ContainerDetail;
import dev.vedette.sensor.cri.ContainerState;
import dev.vedette.sensor.cri.OciSpec;
import dev.vedette.sensor.cri.OciSpecReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * One user's store of containers and images, as containers/storage lays it out and libpod uses it.
 *
 * <p>Read are {@code DRIVER-containers/containers.json} (since storage 1.41 also {@code volatile-containers.json} in the
 * run-time folder, for containers that vanish with their end), {@code DRIVER-containers/ID/userdata/config.json}, which
 * is the container's OCI specification, and {@code DRIVER-images/images.json} (containers/storage, containers.go and
 * images.go; podman, libpod/container_internal_linux.go). Labels and pods' names are in libpod's database alone and so
 * unknown here. CRI-O keeps its containers in the same place: those are left to it.
 *
 * @param containers the folder {@code DRIVER-containers}
 * @param owner whose it is; files of others in it are left out
 */
record LibpodStore(Path containers, long owner, OwnedFiles files) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FOLDER = Pattern.compile("[a-z0-9-]+-containers");
    private static final int MAX_LIST = 16 << 20;
    private static final int MAX_SPEC = 4 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** podman, libpod/annotations: who made the container. */
    private static final String MANAGER = "io.container.manager";

    private static final String LIBPOD = "libpod";

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static boolean isContainersFolder(Path folder) {
        return folder != null
                && folder.getFileName() != null
                && FOLDER.matcher(folder.getFileName().toString()).matches();
    }

    /** Whether the container has a bundle here. */
    boolean has(String id) {
        return isId(id)
                && OwnedFiles.ownerOf(bundle(id)).filter(uid -> uid == owner).isPresent();
    }

    /** All containers of libpod in it, without specification. */
    List<ContainerDetail> all(Map<String, Conmon> running) {
        List<ContainerDetail> found = new ArrayList<>();
        for (JsonNode entry : list(containers.resolve("containers.json"))) {
            String id = entry.path("id").asText("");
            if (has(id)) {
                found.add(detail(id, entry, Optional.empty(), Optional.ofNullable(running.get(id))));
            }
        }
        return found;
    }

    /** One container with its specification; empty if libpod has it not. */
    Optional<ContainerDetail> container(String id, Optional<Conmon> conmon) {
        if (!isId(id)) {
            return Optional.empty();
        }
        Optional<JsonNode> document = json(bundle(id).resolve("config.json"), MAX_SPEC);
        return document.map(OciSpecReader::read)
                .filter(spec -> LIBPOD.equals(spec.annotations().get(MANAGER)))
                .map(spec -> detail(id, entry(id, conmon), Optional.of(ofUser(spec)), conmon));
    }

    private Path bundle(String id) {
        return containers.resolve(id).resolve("userdata");
    }

    /**
     * Without root, podman lives in a user namespace of its own before it makes a container, and what it makes is in
     * there (podman, pkg/rootless). The specification does not say so.
     */
    private OciSpec ofUser(OciSpec spec) {
        return owner == 0 ? spec : spec.withNamespace(new OciSpec.Namespace("user", ""));
    }

    private JsonNode entry(String id, Optional<Conmon> conmon) {
        List<Path> lists = new ArrayList<>(List.of(containers.resolve("containers.json")));
        conmon.map(Conmon::pidFile)
                .map(Path::getParent) // RUNROOT/DRIVER-containers/ID/userdata
                .filter(folder -> folder.getNameCount() > 2)
                .ifPresent(folder -> lists.add(
                        folder.resolve("../../volatile-containers.json").normalize()));
        for (Path list : lists) {
            for (JsonNode entry : list(list)) {
                if (entry.path("id").asText("").equals(id)) {
                    return entry;
                }
            }
        }
        return JSON.createObjectNode();
    }

    private ContainerDetail detail(String id, JsonNode entry, Optional<OciSpec> spec, Optional<Conmon> conmon) {
        JsonNode metadata = inner(entry.path("metadata").asText(""));
        String image = entry.path("image").asText("");
        String name =
                entry.path("names").path(0).asText(conmon.map(Conmon::name).orElse(""));
        return new ContainerDetail(
                id,
                name,
                "",
                metadata.path("image-name").asText(image),
                spec.isPresent() ? digest(image) : "",
                Map.of(),
                spec.map(OciSpec::annotations).orElse(Map.of()),
                conmon.isPresent() ? ContainerState.RUNNING : ContainerState.EXITED,
                epochNanos(entry.path("created").asText("")),
                0,
                0,
                spec,
                OptionalLong.empty(),
                spec.map(s -> "TRUE".equals(s.annotations().get("io.podman.annotations.privileged"))));
    }

    /** The manifest's digest where the image is listed, else its id, which is the configuration's. */
    private String digest(String imageId) {
        if (!isId(imageId)) {
            return "";
        }
        String folder = containers.getFileName().toString().replaceFirst("-containers$", "-images");
        for (JsonNode image : list(containers.resolveSibling(folder).resolve("images.json"))) {
            if (image.path("id").asText("").equals(imageId)) {
                return image.path("digest").asText("sha256:" + imageId);
            }
        }
        return "sha256:" + imageId;
    }

    private Iterable<JsonNode> list(Path file) {
        return json(file, MAX_LIST).orElseGet(JSON::createArrayNode);
    }

    private Optional<JsonNode> json(Path file, int maxBytes) {
        return files.read(file, owner, maxBytes).flatMap(bytes -> {
            try {
                return Optional.ofNullable(JSON.readTree(bytes));
            } catch (IOException e) {
                return Optional.empty(); // half written: whoever asks asks again
            }
        });
    }

    private static JsonNode inner(String text) {
        try {
            return JSON.readTree(text.isEmpty() ? "{}" : text);
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private static long epochNanos(String time) {
        try {
            Instant instant = Instant.parse(time);
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
