/** YAML as written: every value with the place where it stands, and bounds that no document can pass. */
package dev.vedette.policy.yaml;
