/**
 * What Vedette knows and says: events of a node, the facts around them, detections and findings.
 *
 * <p>Everything here is immutable data and safe to share between threads. Nothing here knows of the
 * kernel's layouts, of Drools, or of any transport.
 */
package dev.vedette.policy.model;
