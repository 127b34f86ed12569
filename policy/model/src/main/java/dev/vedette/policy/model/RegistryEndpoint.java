package dev.vedette.policy.model;

import java.util.Objects;

/**
 * Where a runtime's configuration sends it for images.
 *
 * @param runtime whose configuration it is
 * @param registry the registry that images are named by; {@code *} for all that have no entry of their own
 * @param url where it is sent
 * @param encrypted whether by TLS
 * @param verified whether the other side must prove who it is
 * @param loopback whether it never leaves the node
 * @param place the file, and the line where known
 */
public record RegistryEndpoint(
        String runtime,
        String registry,
        String url,
        boolean encrypted,
        boolean verified,
        boolean loopback,
        Place place,
        long epochNanos)
        implements PlacedFact {
    public RegistryEndpoint {
        Objects.requireNonNull(runtime, "runtime is null");
        Objects.requireNonNull(registry, "registry is null");
        Objects.requireNonNull(url, "url is null");
        Objects.requireNonNull(place, "place is null");
    }

    @Override
    public Container container() {
        return Container.HOST;
    }
}
