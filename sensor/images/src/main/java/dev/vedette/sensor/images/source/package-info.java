/** Where documents of images are read from: registries and image layouts. */
package dev.vedette.sensor.images.source;
