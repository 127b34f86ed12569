/** What servers prove themselves with: keys and certificates that were given, or that they make themselves. */
package dev.vedette.policy.tls;
