/** What can be looked up on the node besides the kernel's records: {@code /proc}, cgroup directories, files. */
package dev.vedette.sensor.identity.node;
