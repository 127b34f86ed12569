/** Whether the node is well: what its owner wants to know on one screen. */
package dev.vedette.sensor.posture.health;
