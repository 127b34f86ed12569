/**
 * When processes and threads, or files, run a shared table full, and whose doing that is.
 *
 * <p>Pure: looks come in, judgements go out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.flood;
