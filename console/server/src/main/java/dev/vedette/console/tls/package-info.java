/** Keys and certificates of the console. */
package dev.vedette.console.tls;
