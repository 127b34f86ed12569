/** What was admitted, from a pod's manifest to a record that travels to the nodes: in a file, or with the pod itself. */
package dev.vedette.policy.admitted;
