/** Policies that a cluster keeps as objects, from the API server to the answer. */
package dev.vedette.tests.policies;
