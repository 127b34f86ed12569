/** The sensor's side of the kernel: loads and attaches the eBPF programs and answers what they have seen. */
package dev.vedette.probes;
