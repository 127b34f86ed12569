/**
 * What a scan came to, whoever judged: findings with names that last, what was kept back and why, and what could not be
 * judged. All reports print this, and the exit code follows from it.
 */
package dev.vedette.policy.manifest.result;
