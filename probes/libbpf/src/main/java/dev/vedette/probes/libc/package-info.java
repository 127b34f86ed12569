/** The plain C library calls that the probes need and the JDK does not have. */
package dev.vedette.probes.libc;
