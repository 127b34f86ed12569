/**
 * The Pod Security Standards of Kubernetes, exactly: each version's checks by their own ids, baseline and restricted, with
 * the field of the manifest that fails.
 *
 * <p>Source: k8s.io/pod-security-admission, package policy, state of Kubernetes 1.37. What this project thinks of a manifest
 * beyond them is for the rules to say.
 */
package dev.vedette.policy.podsecurity;
