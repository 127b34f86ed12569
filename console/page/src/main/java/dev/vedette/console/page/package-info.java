/** The console's page: plain ES modules and style sheets, served as they stand. */
package dev.vedette.console.page;
