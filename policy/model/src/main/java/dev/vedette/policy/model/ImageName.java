package dev.vedette.policy.model;

import java.util.Locale;
import java.util.Objects;

/**
 * An image's name, taken apart and completed as runtimes do it: {@code nginx} is {@code docker.io/library/nginx:latest}.
 *
 * <p>The first component is a registry if it has a dot, a colon or an upper-case letter or is {@code localhost}, and else
 * the default one is meant (distribution/reference, normalize.go, splitDockerDomain).
 *
 * @param registry host and port as written, in lower case; "" for a name that is only a digest
 * @param repository "" for a name that is only a digest
 * @param tag "" where a digest is given and no tag
 * @param digest {@code sha256:…}, "" where none is given
 */
public record ImageName(String registry, String repository, String tag, String digest) {
    /** The registry that a name without one means. */
    public static final String DEFAULT_REGISTRY = "docker.io";

    /** What speaks for the default registry under other names. */
    private static final java.util.Set<String> ALSO_DEFAULT =
            java.util.Set.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

    public ImageName {
        Objects.requireNonNull(registry, "registry is null");
        Objects.requireNonNull(repository, "repository is null");
        Objects.requireNonNull(tag, "tag is null");
        Objects.requireNonNull(digest, "digest is null");
    }

    /** Takes any text: what is no proper name becomes one that no list has. */
    public static ImageName parse(String reference) {
        String rest = reference.strip();
        String digest = "";
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
        } else if (rest.startsWith("sha256:")) {
            return new ImageName("", "", "", rest);
        }
        String tag = "";
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
        } else if (digest.isEmpty()) {
            tag = "latest";
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        if (!isRegistry(first)) {
            return new ImageName(DEFAULT_REGISTRY, slash < 0 ? "library/" + rest : rest, tag, digest);
        }
        String registry = canonical(first);
        String path = rest.substring(slash + 1);
        boolean official = registry.equals(DEFAULT_REGISTRY) && path.indexOf('/') < 0;
        return new ImageName(registry, official ? "library/" + path : path, tag, digest);
    }

    private static boolean isRegistry(String component) {
        return component.indexOf('.') >= 0
                || component.indexOf(':') >= 0
                || component.equals("localhost")
                || !component.equals(component.toLowerCase(Locale.ROOT));
    }

    /** A registry's host in lower case; all names of the default registry are one. */
    public static String canonical(String registry) {
        String lower = registry.toLowerCase(Locale.ROOT);
        return ALSO_DEFAULT.contains(lower) ? DEFAULT_REGISTRY : lower;
    }

    /** Whether it says exactly which image is meant. */
    public boolean pinned() {
        return !digest.isEmpty();
    }

    /** Registry and repository; "" for a name that is only a digest. */
    public String path() {
        return registry.isEmpty() ? "" : registry + "/" + repository;
    }

    /** The last component of the repository: the name that people call the image by. */
    public String base() {
        return repository.substring(repository.lastIndexOf('/') + 1);
    }

    /** The whole name. */
    @Override
    public String toString() {
        if (registry.isEmpty()) {
            return digest;
        }
        return path() + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
    }
}
