package dev.vedette.policy.model;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One container of a pod, as it was admitted: what its manifest allows it at most, with what it inherits from its pod.
 *
 * @param hostNamespaces the node's namespaces that it may live in
 * @param capabilities what a runtime that gives {@link CapabilitySet#RUNTIME_DEFAULT} makes of its manifest
 * @param seccompMode 0 unconfined, 2 a filter, -1 where the manifest leaves it to the node
 * @param profile of AppArmor: {@code runtime/default}, {@code localhost/NAME}, {@code unconfined}, "" where the manifest
 *     leaves it to the node
 * @param uid -1 where the image decides
 * @param notRoot whether it must not run as root, whatever the image says
 * @param masked whether the runtime's masks of {@code /proc} and {@code /sys} belong over them
 * @param mounts each place that a piece of the node may be mounted at; {@link HostMount#source} is "" where the manifest
 *     does not say which: claims, drivers. What the kubelet makes itself (empty folders, configuration, secrets) is none
 * @param deviceClaims whether it asks for devices by a plug-in or a claim, which may bring mounts and devices of their own
 */
public record AdmittedContainer(
        String name,
        String image,
        boolean privileged,
        Set<NamespaceKind> hostNamespaces,
        CapabilitySet capabilities,
        int seccompMode,
        String profile,
        boolean noNewPrivileges,
        boolean readOnlyRoot,
        long uid,
        boolean notRoot,
        boolean masked,
        List<HostMount> mounts,
        boolean deviceClaims) {
    public AdmittedContainer {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(image, "image is null");
        Objects.requireNonNull(capabilities, "capabilities is null");
        Objects.requireNonNull(profile, "profile is null");
        hostNamespaces = Set.copyOf(hostNamespaces);
        mounts = List.copyOf(mounts);
    }

    /**
     * The same with the sources of its mounts as a node has them.
     *
     * @param withoutLinks gives the node's own path for one that may lead through links
     */
    public AdmittedContainer on(UnaryOperator<String> withoutLinks) {
        return new AdmittedContainer(
                name,
                image,
                privileged,
                hostNamespaces,
                capabilities,
                seccompMode,
                profile,
                noNewPrivileges,
                readOnlyRoot,
                uid,
                notRoot,
                masked,
                mounts.stream().map(mount -> on(mount, withoutLinks)).toList(),
                deviceClaims);
    }

    private static HostMount on(HostMount mount, UnaryOperator<String> withoutLinks) {
        return mount.source().isEmpty()
                ? mount
                : new HostMount(
                        withoutLinks.apply(mount.source()),
                        mount.declaredSource(),
                        mount.target(),
                        mount.readOnly(),
                        mount.propagates());
    }
}
