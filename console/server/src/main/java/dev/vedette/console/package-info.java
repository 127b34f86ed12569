/** The console: takes in what nodes find, keeps it, shows it, and passes people's responses on. */
package dev.vedette.console;
