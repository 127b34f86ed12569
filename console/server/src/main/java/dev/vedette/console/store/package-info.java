/** Keeps findings and outcomes in SQLite. */
package dev.vedette.console.store;
