/**
 * When processes and threads run full what has room for so many, and whose doing that is.
 *
 * <p>Pure: looks come in, judgements go out. Knows of no kernel, no clock and no thread.
 */
package dev.vedette.baseline.flood;
