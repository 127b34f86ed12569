/**
 * Rules on isolation as expressions of CEL, which an API server evaluates by itself. They say of pods and of what makes them
 * what the rules themselves say of their manifests.
 */
package dev.vedette.policy.cel;
