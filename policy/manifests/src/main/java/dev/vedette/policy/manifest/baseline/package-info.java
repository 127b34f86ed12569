/**
 * Baselines of scans: what was found before and is no news, kept in a file that people can read and compare.
 */
package dev.vedette.policy.manifest.baseline;
