/** Takes in what nodes say: their findings, outcomes and state; and carries commands to them. */
package dev.vedette.console.ingest;
