/** Findings that belong together. */
package dev.vedette.policy.incident;
