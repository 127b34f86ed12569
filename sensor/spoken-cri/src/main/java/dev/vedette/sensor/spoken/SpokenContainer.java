package dev.vedette.sensor.spoken;

/**
 * A container that the server speaks of.
 *
 * @param pid of a process that may or may not be there; 0 for none
 */
public record SpokenContainer(String id, String podId, String name, long pid) {}
