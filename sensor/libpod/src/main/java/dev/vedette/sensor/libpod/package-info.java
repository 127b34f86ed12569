/** Podman's containers, read from the state that its library libpod keeps: Podman has no daemon to ask. */
package dev.vedette.sensor.libpod;
