package dev.vedette.sensor.kubernetes;

/** Kubernetes cannot be asked; the message says why, and what to do about it. */
public final class KubernetesException extends Exception {
    private static final long serialVersionUID = 1;

    KubernetesException(String message, Throwable cause) {
        super(message, cause);
    }
}
