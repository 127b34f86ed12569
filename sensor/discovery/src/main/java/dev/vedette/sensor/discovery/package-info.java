/** Which container runtimes a node has, by what it is configured for and by the sockets that are there. */
package dev.vedette.sensor.discovery;
