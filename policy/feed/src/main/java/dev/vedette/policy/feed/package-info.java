/** How findings, outcomes and the state of nodes travel: JSON for every receiver, gRPC between node and console. */
package dev.vedette.policy.feed;
