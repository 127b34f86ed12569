/** How commands on the node reach a running sensor. */
package dev.vedette.sensor.control;
