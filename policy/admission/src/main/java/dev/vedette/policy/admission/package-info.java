/**
 * Kubernetes' question at admission, answered: a validating webhook for AdmissionReview v1 over TLS that lets the rules
 * judge what is about to run.
 */
package dev.vedette.policy.admission;
