/** The {@code vedette} program: one class a command. */
package dev.vedette.cli;
