/**
 * Who made whom wait, whether that is more than usual, and whose doing it is.
 *
 * <p>Pure: what was measured comes in by windows, judgements go out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.blame;
