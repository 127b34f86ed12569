/** Ed25519 keys in files: what seals pods, and what signs rule bundles. By the JDK alone. */
package dev.vedette.policy.keys;
