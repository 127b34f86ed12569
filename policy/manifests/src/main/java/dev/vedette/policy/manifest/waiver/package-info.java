/**
 * Waivers: what somebody says is known and no harm, with a reason and a last day, in the manifest itself or in a file of
 * its own.
 */
package dev.vedette.policy.manifest.waiver;
