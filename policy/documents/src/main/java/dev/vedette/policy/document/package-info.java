/** Policy documents: YAML in, policies or a list of what is wrong out; never anything between. */
package dev.vedette.policy.document;
