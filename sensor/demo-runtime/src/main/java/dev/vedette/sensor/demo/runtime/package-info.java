/**
 * A container runtime of our own, for the demonstration and for tests: a real containerd under a folder, images made on
 * the spot without a registry, and pods as the kubelet would make them. Everything that is started here is stopped and
 * put away again by {@code close()}.
 */
package dev.vedette.sensor.demo.runtime;
