/**
 * Judges facts: rules detect, policies decide, and what is left is a finding.
 *
 * <p>Rules come as bundles that were compiled when they were built; nothing here reads DRL.
 */
package dev.vedette.policy.engine;
