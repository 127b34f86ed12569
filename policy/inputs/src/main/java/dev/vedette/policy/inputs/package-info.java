/**
 * Where the command line gets manifests from that are not in files: Helm charts, kustomizations, a live cluster, and an
 * earlier revision of a Git repository. Not for the sensor.
 */
package dev.vedette.policy.inputs;
