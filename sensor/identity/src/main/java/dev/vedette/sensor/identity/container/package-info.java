/** Which control group is which container's, and where in its life the container is. */
package dev.vedette.sensor.identity.container;
