/** Who waits behind whom on this node, from the kernel's matrix to what rules, people and figures are told of it. */
package dev.vedette.sensor.neighbours;
