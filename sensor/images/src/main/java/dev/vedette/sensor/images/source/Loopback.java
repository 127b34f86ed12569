package dev.vedette.sensor.images.source;

import java.net.InetAddress;

/** Whether a registry never leaves the node. */
public final class Loopback {
    private Loopback() {}

    /**
     * Whether a registry's host is this machine itself: by its own name or address, nothing that would have to be looked
     * up.
     *
     * @param registry host, with or without a port
     */
    public static boolean isHost(String registry) {
        String host = registry.replaceFirst(":[0-9]+$", "");
        if (host.equals("localhost")) {
            return true;
        }
        boolean literal = host.matches("[0-9.]+") || host.startsWith("[");
        try {
            return literal
                    && InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
