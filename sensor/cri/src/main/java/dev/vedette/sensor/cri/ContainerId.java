package dev.vedette.sensor.cri;

import java.util.regex.Pattern;

/**
 * What can be a container's or a pod's id.
 *
 * <p>Runtimes make 64 hexadecimal digits; containerd lets its clients choose letters, digits, and {@code . _ -} between
 * them, 76 at most (pkg/identifiers/validate.go there). Ids become parts of paths and of requests and are shown on
 * terminals, so nothing else is taken for one, whoever says it.
 */
public final class ContainerId {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9]+(?:[._-]+[A-Za-z0-9]+)*");
    private static final int LONGEST = 128;

    private ContainerId() {}

    public static boolean isValid(String id) {
        return id.length() <= LONGEST && SHAPE.matcher(id).matches();
    }
}
