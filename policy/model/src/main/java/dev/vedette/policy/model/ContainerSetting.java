package dev.vedette.policy.model;

import dev.vedette.policy.model.IsolationObserved.Source;
import java.util.Objects;

/**
 * One thing that a container, or its pod, is given or not given, beside its isolation.
 *
 * @param source who says so
 * @param container without a name where it is the pod's, or stands for an object that pods take something from
 * @param name of what is set, as {@link Aspect} says
 * @param value as {@link Aspect} says; never a secret
 * @param place where in a document it stands; {@link Place#NONE} at run time
 */
public record ContainerSetting(
        Source source,
        Container container,
        Aspect aspect,
        String name,
        String value,
        Place place,
        long epochNanos,
        Origin origin)
        implements PlacedFact {
    /** What is set. */
    public enum Aspect {
        /** {@code name}: the system-call filter's field; {@code value}: its type. */
        SYSTEM_CALL_FILTER,
        /** {@code name}: {@code AppArmor} or {@code SELinux type}, {@code user}, {@code role}; {@code value}: as asked for. */
        SECURITY_MODULE,
        /** {@code name}: {@code node's users} or {@code own users}; {@code value}: as asked for. */
        PROC_MOUNT,
        /** {@code name} and {@code value} of a kernel parameter. */
        SYSCTL,
        /** {@code name}: the protocol; {@code value}: the node's port. */
        HOST_PORT,
        /** {@code name}: {@code cpu} or {@code memory}; {@code value}: {@code none}. Only where there is no limit. */
        LIMIT,
        /** {@code name}: the account, or the volume; {@code value}: {@code mounted}, or its life in seconds. */
        TOKEN,
        /** {@code name}: the variable or argument; {@code value}: what secret it holds, in words. */
        SECRET,
        /** {@code name}: the field; {@code value}: as written. Of Windows. */
        HOST_PROCESS,
        /** {@code name}: the field; {@code value}: the path. Of Windows, where it holds what a shell would run. */
        PATH_WITH_COMMAND,
        /** {@code name}: what there is to take from the other containers; {@code value}: how. */
        SHARED_PROCESSES,
        /**
         * A volume for which the kubelet runs a program on the node. {@code name}: its kind as the API calls it; {@code
         * value}: what the program is given: a repository and its folder, a driver, an address.
         */
        VOLUME_PROGRAM,
        /** {@code name}: the volume; {@code value}: {@code memory} or {@code disk}. Only where nothing limits its size. */
        VOLUME_SIZE,
        /** {@code name}: the first variable; {@code value}: how many hold a Secret of the cluster. */
        SECRET_IN_ENVIRONMENT,
        /** {@code name}: the account; {@code value}: {@code never expires} or {@code mounted}. Of an object of its own. */
        ACCOUNT,
        /** Where pods are put. {@code name}: the field; {@code value}: as asked for. */
        PLACEMENT,
        /** A probe or hook that reaches further than its container. {@code name}: the field; {@code value}: how far. */
        HOOK,
        /** {@code name}: where the cloud's metadata service is named; {@code value}: its address as written. */
        METADATA_ADDRESS,
        /**
         * {@code name} of a host that the pod has an address of its own for; {@code value}: the address. For a name server of its
         * own the name is {@code *}.
         */
        HOST_ALIAS,
        /** Users and groups. {@code name}: the field; {@code value}: as asked for. */
        IDENTITY,
        /** {@code name}: a volume that one container may change; {@code value}: the place in it that another mounts. */
        SHARED_SUB_PATH,
        /** {@code name}: the runtime class, "" for the node's usual one; {@code value}: the pod's host users or own. */
        RUNTIME_CLASS,
        /** {@code name}: {@code namespace} or {@code controller}; {@code value}: {@code default} or {@code none}. */
        HOME,
        /** {@code name}: the object's kind; {@code value}: its API version, where that is not a final one. */
        API_VERSION,
        /**
         * Devices that are asked for. {@code name}: a claim's request, or a resource of a plug-in; {@code value}: {@code adminAccess}, or
         * how many of the resource.
         */
        DEVICE_CLAIM,
        /** A token made for others than the API server. {@code name}: the volume; {@code value}: for whom. */
        TOKEN_AUDIENCE
    }

    public ContainerSetting {
        Objects.requireNonNull(source, "source is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(aspect, "aspect is null");
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(value, "value is null");
        Objects.requireNonNull(place, "place is null");
    }
}
