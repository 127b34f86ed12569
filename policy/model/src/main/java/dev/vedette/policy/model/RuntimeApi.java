package dev.vedette.policy.model;

import java.util.Objects;

/**
 * What a container runtime offers to the kubelet and to us.
 *
 * @param runtime its name and, where known, version
 * @param address the socket, or the file that says so
 * @param detail what was seen, in a few words
 */
public record RuntimeApi(String runtime, String address, State state, String detail, long epochNanos)
        implements NodePosture {
    /** What it speaks. */
    public enum State {
        CRI_V1,
        /** Only the version that Kubernetes 1.26 dropped. */
        ONLY_V1ALPHA2,
        /** Its configuration switches CRI off. */
        DISABLED,
        /** Something answers that knows no CRI. */
        OTHER_SERVICE
    }

    public RuntimeApi {
        Objects.requireNonNull(runtime, "runtime is null");
        Objects.requireNonNull(state, "state is null");
    }

    public boolean speaksCri() {
        return state == State.CRI_V1;
    }

    @Override
    public RuntimeApi at(long time) {
        return new RuntimeApi(runtime, address, state, detail, time);
    }
}
