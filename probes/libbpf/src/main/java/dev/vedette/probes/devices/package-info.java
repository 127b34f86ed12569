/** What programs of runtimes let control groups of version 2 do with devices, told by going through their instructions. */
package dev.vedette.probes.devices;
