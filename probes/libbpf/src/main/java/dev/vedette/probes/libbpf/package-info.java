/**
 * Our binding of libbpf through {@code java.lang.foreign}: only symbols that libbpf 1.1 has, so that every later 1.x does
 * too. Objects, programs, maps and links are plain owners of their native counterpart.
 */
package dev.vedette.probes.libbpf;
