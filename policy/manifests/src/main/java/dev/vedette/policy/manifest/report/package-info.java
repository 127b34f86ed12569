/**
 * What a scan came to, written down: for people, for build servers, for code hosts and for clusters. Names that others
 * chose stand in each form as text and as nothing else.
 */
package dev.vedette.policy.manifest.report;
