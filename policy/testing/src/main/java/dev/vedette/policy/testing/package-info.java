/** Tests of rules and policies as documents: facts in, findings out. For the command line; a sensor does not need it. */
package dev.vedette.policy.testing;
