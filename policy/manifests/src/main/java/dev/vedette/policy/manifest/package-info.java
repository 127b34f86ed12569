/**
 * Kubernetes manifests as facts: reads them, finds the containers in them, says of each how far it is kept apart from its
 * node, and lets the same rules judge that as judge what runs.
 */
package dev.vedette.policy.manifest;
