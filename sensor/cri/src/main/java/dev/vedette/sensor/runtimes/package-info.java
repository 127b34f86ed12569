/** Every kind of runtime behind one door, for whoever does not care which it is. */
package dev.vedette.sensor.runtimes;
