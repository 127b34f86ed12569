/** How the node's container runtimes and its kubelet are set up. */
package dev.vedette.sensor.posture.runtime;
