/**
 * Mends manifests where there is one right answer: finds what to change, changes it in the text as it is written, looks
 * again, and says what is left to people.
 */
package dev.vedette.policy.manifest.fix;
