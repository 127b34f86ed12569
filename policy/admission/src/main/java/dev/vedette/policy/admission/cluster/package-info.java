/** What the webhook asks an API server. */
package dev.vedette.policy.admission.cluster;
