/** The sensor as one process: everything wired, from the ring to the outputs. */
package dev.vedette.sensor.agent;
