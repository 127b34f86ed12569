/** Signatures of images and the keys that verify them. */
package dev.vedette.sensor.images.signature;
