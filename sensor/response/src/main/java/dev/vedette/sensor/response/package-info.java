/**
 * Carries out what policy or a person has decided: kills a process, holds a container and lets it go on, stops it.
 * Guard rails come first, and afterwards it is looked at whether the effect is there.
 */
package dev.vedette.sensor.response;
