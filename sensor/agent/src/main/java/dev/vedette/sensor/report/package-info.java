/** What is known of a node in one document: its posture, its images, and how far the kernel tells. */
package dev.vedette.sensor.report;
