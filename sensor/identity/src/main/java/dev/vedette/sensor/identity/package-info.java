/**
 * Identity: from a kernel record to an event that says which process of which container did it.
 *
 * <p>{@link dev.vedette.sensor.identity.EventEnricher} is the way in. One thread, the pipeline's, owns it, the process
 * table and the container registry; what runtimes say comes from other threads through a bounded queue.
 */
package dev.vedette.sensor.identity;
