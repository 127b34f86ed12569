/** What policies deny to containers beforehand: from the documents to the kernel side's tables. */
package dev.vedette.sensor.denial;
