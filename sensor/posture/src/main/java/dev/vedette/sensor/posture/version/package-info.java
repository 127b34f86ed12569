/** Which versions the node's programs have, and what is known of these versions. */
package dev.vedette.sensor.posture.version;
