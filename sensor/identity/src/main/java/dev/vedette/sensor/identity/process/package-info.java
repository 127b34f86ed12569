/** Processes and who made them, as recorded. */
package dev.vedette.sensor.identity.process;
