package dev.vedette.probes.libbpf;

/** The libbpf library cannot be used on this machine. The message is one sentence with the way out. */
public final class LibbpfUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public LibbpfUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
