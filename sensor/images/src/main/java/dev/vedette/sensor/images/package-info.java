/** What images on a node are, where they come from, who signed them, and what was made beside Kubernetes. */
package dev.vedette.sensor.images;
