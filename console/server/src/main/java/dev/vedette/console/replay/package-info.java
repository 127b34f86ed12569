/** Recordings judged again by other policies. */
package dev.vedette.console.replay;
