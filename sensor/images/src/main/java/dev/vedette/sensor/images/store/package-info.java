/** What container runtimes keep: images, contents, and containers that CRI does not show. */
package dev.vedette.sensor.images.store;
