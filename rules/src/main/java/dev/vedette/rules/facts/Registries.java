package dev.vedette.rules.facts;

import dev.vedette.policy.model.ImageName;
import dev.vedette.policy.model.ImageObserved;
import java.util.List;

/**
 * Whether images come from where they may come from.
 *
 * <p>An entry of a list is a registry ({@code registry.example}, {@code registry.example:5000}), all below a domain
 * ({@code *.example}), or a part of a registry ({@code registry.example/team}). It ends where a name ends: at the end of
 * the host and between the components of a path, never in the middle. A port that is not written is the usual one.
 */
public final class Registries {
    private static final String USUAL_PORT = ":443";

    private Registries() {}

    /**
     * Why an image is not from where it may be from.
     *
     * @param allowed entries; empty allows every registry
     * @return a part of a sentence, "" if the image may be used
     */
    public static String refusal(ImageObserved seen, List<String> allowed) {
        if (allowed.isEmpty() || seen.name().registry().isEmpty()) {
            return "";
        }
        if (!holds(seen.name(), allowed)) {
            return "the registry " + seen.name().registry() + " is not among those that are allowed"
                    + imitated(seen.name(), allowed);
        }
        return seen.mirrors().stream()
                .filter(mirror -> !holds(new ImageName(ImageName.canonical(mirror), "", "", ""), allowed))
                .findFirst()
                .map(mirror -> "the runtime is configured to ask " + mirror + " in place of "
                        + seen.name().registry() + ", which is not among those that are allowed")
                .orElse("");
    }

    /** Whether any entry covers the image. */
    public static boolean holds(ImageName name, List<String> entries) {
        return entries.stream().anyMatch(entry -> covers(entry, name));
    }

    private static boolean covers(String entry, ImageName name) {
        int slash = entry.indexOf('/');
        String host = ImageName.canonical(slash < 0 ? entry : entry.substring(0, slash));
        String path = slash < 0 ? "" : stripped(entry.substring(slash + 1));
        return isHost(withoutUsualPort(host), withoutUsualPort(name.registry()))
                && (path.isEmpty()
                        || name.repository().equals(path)
                        || name.repository().startsWith(path + "/"));
    }

    private static boolean isHost(String wanted, String host) {
        return wanted.startsWith("*.")
                ? host.endsWith(wanted.substring(1)) && host.length() >= wanted.length()
                : host.equals(wanted);
    }

    private static String withoutUsualPort(String host) {
        return host.endsWith(USUAL_PORT) ? host.substring(0, host.length() - USUAL_PORT.length()) : host;
    }

    private static String stripped(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** A host that has an allowed one in its name was chosen so that people take it for that. */
    private static String imitated(ImageName name, List<String> allowed) {
        return allowed.stream()
                .map(entry -> entry.contains("/") ? entry.substring(0, entry.indexOf('/')) : entry)
                .map(entry -> entry.startsWith("*.") ? entry.substring(2) : entry)
                .filter(entry -> name.registry().contains(entry) || Likeness.isNear(name.registry(), entry))
                .findFirst()
                .map(entry -> ", though it looks like " + entry)
                .orElse("");
    }
}
