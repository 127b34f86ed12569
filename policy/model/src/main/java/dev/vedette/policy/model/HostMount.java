package dev.vedette.policy.model;

/**
 * A path of the node inside a container.
 *
 * @param source the path on the node, resolved: no {@code .}, {@code ..}, doubled slashes or known aliases
 * @param declaredSource as it was written
 */
public record HostMount(String source, String declaredSource, String target, boolean readOnly, boolean propagates) {}
