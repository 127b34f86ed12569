/** What Kubernetes knows of this node's pods and CRI does not say. Only loaded where an API server is configured. */
package dev.vedette.sensor.kubernetes;
