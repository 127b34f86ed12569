/** Makes rule bundles of DRL. Brings the Drools compiler along: for the command line, never for the sensor. */
package dev.vedette.policy.compiler;
