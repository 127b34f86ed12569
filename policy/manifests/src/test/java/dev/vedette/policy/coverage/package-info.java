/** What of the known standards the checks of manifests cover, proved by a manifest for each claim. */
package dev.vedette.policy.coverage;
