package dev.vedette.probes.libbpf;

/** A call of libbpf failed. */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1L;

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int E2BIG = 7;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EINVAL = 22;

    private final int errno;

    BpfException(String what, int errno, String reason) {
        super(what + ": " + reason);
        this.errno = errno;
    }

    /** A failure of a call that has to do with libbpf but is not libbpf's. */
    public static BpfException of(String what, int errno, String reason) {
        return new BpfException(what, errno, reason);
    }

    /** The errno of the call, positive; libbpf's own codes begin at 4000. */
    public int errno() {
        return errno;
    }
}
