/**
 * Speaks with Docker Engine in its own language, HTTP over a unix socket: containers that were made beside Kubernetes
 * are known there and nowhere else. Podman's service answers to the same calls.
 */
package dev.vedette.sensor.docker;
