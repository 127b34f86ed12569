/** Containers of runtimes beside the one of record, as they really run. */
package dev.vedette.tests.runtimes;
