/** Policies that an API server enforces by itself. */
package dev.vedette.policy.apiserver;
