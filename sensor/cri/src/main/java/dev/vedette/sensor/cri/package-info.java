/**
 * Speaks with container runtimes: which of them the node has, what containers and pods they run, how those are
 * specified, and what happens to them. Only the Container Runtime Interface v1 is needed; pausing uses containerd's
 * own task service, since CRI has no call for it.
 */
package dev.vedette.sensor.cri;
