/** What the page and scripts ask of the console by HTTP: sign-in, findings, nodes, the live stream, responses. */
package dev.vedette.console.api;
