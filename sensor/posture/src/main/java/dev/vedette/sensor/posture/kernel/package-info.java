/** What the node's kernel lets others do, and whether what it shows of files is what their disks hold. */
package dev.vedette.sensor.posture.kernel;
