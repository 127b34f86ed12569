/** How the node is: what an attacker would find there, and whether it is well. */
package dev.vedette.sensor.posture;
