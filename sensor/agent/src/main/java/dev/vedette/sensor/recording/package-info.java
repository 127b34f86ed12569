/** Recorded event streams: written beside a live pipeline, played through the same one. */
package dev.vedette.sensor.recording;
