/**
 * Whose memory grew before there was too little for somebody.
 *
 * <p>Pure: looks at what containers hold come in, growth and causes go out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.memory;
