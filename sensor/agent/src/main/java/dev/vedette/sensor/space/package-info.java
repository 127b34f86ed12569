/** Who fills the file systems that containers share. */
package dev.vedette.sensor.space;
