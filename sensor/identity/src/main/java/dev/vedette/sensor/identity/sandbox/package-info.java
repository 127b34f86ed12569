/** Containers of which a sensor on the node can't see the inside. */
package dev.vedette.sensor.identity.sandbox;
