package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How far a container is kept apart from its node: the one fact behind manifest checks, runtime checks and what the
 * kernel shows.
 *
 * @param source who says so
 * @param runtimeSpec the runtime's word on the same container, beside a kernel view to compare with; else null
 * @param place where in a document it stands; {@link Place#NONE} at run time
 */
public record IsolationObserved(
        Source source,
        Container container,
        Isolation isolation,
        Isolation runtimeSpec,
        ProcessInfo process,
        Place place,
        long epochNanos,
        Origin origin)
        implements PlacedFact {
    /** Who says so. */
    public enum Source {
        MANIFEST,
        RUNTIME,
        KERNEL
    }

    public IsolationObserved {
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(isolation, "isolation is null");
        Objects.requireNonNull(place, "place is null");
    }

    /**
     * The isolation itself.
     *
     * @param capabilities what the container may have: the bounding set
     * @param privileged declared so, or the same power given by parts
     * @param hostNamespaces host namespaces it lives in
     * @param seccompMode 0 unconfined, 2 filtered, -1 not known
     * @param uid -1 not known
     * @param securityLabel what a security module confines it by: by specification the profile's name, from the kernel as
     *     in {@code /proc/PID/attr/current}; "" where there is none or it is not known
     * @param detail what manifests do not tell; {@link IsolationDetail#UNKNOWN} for a manifest
     */
    public record Isolation(
            boolean privileged,
            Set<NamespaceKind> hostNamespaces,
            CapabilitySet capabilities,
            int seccompMode,
            boolean noNewPrivileges,
            boolean readOnlyRoot,
            long uid,
            List<HostMount> hostMounts,
            String securityLabel,
            IsolationDetail detail) {
        public Isolation {
            hostNamespaces = Set.copyOf(hostNamespaces);
            hostMounts = List.copyOf(hostMounts);
            Objects.requireNonNull(securityLabel, "securityLabel is null");
            Objects.requireNonNull(detail, "detail is null");
        }

        /** As a manifest declares it, which tells neither a label nor details. */
        public static Isolation declared(
                boolean privileged,
                Set<NamespaceKind> hostNamespaces,
                CapabilitySet capabilities,
                int seccompMode,
                boolean noNewPrivileges,
                boolean readOnlyRoot,
                long uid,
                List<HostMount> hostMounts) {
            return new Isolation(
                    privileged,
                    hostNamespaces,
                    capabilities,
                    seccompMode,
                    noNewPrivileges,
                    readOnlyRoot,
                    uid,
                    hostMounts,
                    "",
                    IsolationDetail.UNKNOWN);
        }

        public CapabilitySet addedCapabilities() {
            return capabilities.minus(CapabilitySet.RUNTIME_DEFAULT);
        }
    }
}
