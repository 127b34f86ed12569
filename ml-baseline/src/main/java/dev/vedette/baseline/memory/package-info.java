/**
 * Whose memory grew before there was too little for somebody.
 *
 * <p>Pure: what was seen comes in, causes go out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.memory;
