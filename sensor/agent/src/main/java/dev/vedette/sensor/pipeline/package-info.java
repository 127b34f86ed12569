/** The way of an event: from a record to facts, from facts to findings, from findings to outputs and responses. */
package dev.vedette.sensor.pipeline;
