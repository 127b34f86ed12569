/** Reading the kernel's ring buffer in place. */
package dev.vedette.probes.ring;
