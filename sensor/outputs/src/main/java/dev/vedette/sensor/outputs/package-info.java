/** Where findings and outcomes go: terminal, NDJSON, Kafka, console, and the figures' endpoint. */
package dev.vedette.sensor.outputs;
