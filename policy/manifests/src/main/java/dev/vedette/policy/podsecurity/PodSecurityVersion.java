package dev.vedette.policy.podsecurity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which Kubernetes' standard it is. One above the newest that is known counts as the newest, as in Kubernetes.
 *
 * @param minor of Kubernetes 1, from 0 to {@link #NEWEST}
 */
public record PodSecurityVersion(int minor) {
    /** The minor version of Kubernetes whose checks these are. */
    public static final int NEWEST = 37;

    public static final PodSecurityVersion LATEST = new PodSecurityVersion(NEWEST);

    private static final Pattern FORM = Pattern.compile("v?1\\.(0|[1-9][0-9]{0,5})");

    public PodSecurityVersion {
        if (minor < 0 || minor > NEWEST) {
            throw new IllegalArgumentException("minor version " + minor + " is not between 0 and " + NEWEST);
        }
    }

    /**
     * Reads {@code latest}, {@code 1.29} or, as namespaces' labels have it, {@code v1.29}.
     *
     * @throws IllegalArgumentException if it is none of these; the message is for people
     */
    public static PodSecurityVersion parse(String text) {
        if (text.equals("latest")) {
            return LATEST;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no version of the Pod Security Standards: write latest, or one like 1.29");
        }
        return new PodSecurityVersion(Math.min(Integer.parseInt(form.group(1)), NEWEST));
    }

    /** As namespaces' labels have it: {@code latest} for the newest, else {@code v1.29}. */
    public String label() {
        return minor == NEWEST ? "latest" : "v1." + minor;
    }

    /** Whether it is that minor version or a later one. */
    public boolean isFrom(int minor) {
        return this.minor >= minor;
    }

    @Override
    public String toString() {
        return "1." + minor;
    }
}
