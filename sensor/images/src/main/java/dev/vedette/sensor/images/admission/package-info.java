/** Whether what runs was admitted. */
package dev.vedette.sensor.images.admission;
