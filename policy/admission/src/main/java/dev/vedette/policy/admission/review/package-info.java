/** AdmissionReview v1: what the API server asks, and what it is told. */
package dev.vedette.policy.admission.review;
