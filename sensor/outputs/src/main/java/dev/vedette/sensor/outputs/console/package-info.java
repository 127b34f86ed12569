/** The node's end of the feed to the console. */
package dev.vedette.sensor.outputs.console;
