/**
 * The Pod Security Standards at admission: what namespaces demand by their labels, enforced on pods, warned of and audited on
 * what makes them. Source of what is judged when: k8s.io/pod-security-admission, admission/admission.go.
 */
package dev.vedette.policy.admission.standards;
