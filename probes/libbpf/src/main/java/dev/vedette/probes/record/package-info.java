/** What the kernel's records say, decoded: plain immutable data in the kernel's own terms. */
package dev.vedette.probes.record;
