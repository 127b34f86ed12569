/**
 * Who grew, of all that share something.
 *
 * <p>Pure: looks at what containers hold come in, growth goes out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.growth;
