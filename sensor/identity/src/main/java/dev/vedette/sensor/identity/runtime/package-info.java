/** What container runtimes say about their containers, carried over to the pipeline. */
package dev.vedette.sensor.identity.runtime;
