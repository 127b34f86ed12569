/** A tour of harmless attacks, each in a real container, for people who want to see what the sensor sees. */
package dev.vedette.sensor.demo.tour;
